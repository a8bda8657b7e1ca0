-- AlterTable
ALTER TABLE "leaders" ADD COLUMN     "commission_bps" INTEGER;

-- AlterTable
ALTER TABLE "offer_prices" ADD COLUMN     "commission_bps" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "tax_bps" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "stations" ADD COLUMN     "stop_cost_minor" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "rates" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "commission_bps" INTEGER NOT NULL DEFAULT 800,
    "payment_fee_bps" INTEGER NOT NULL DEFAULT 60,
    "picking_minor" INTEGER NOT NULL DEFAULT 0,
    "claims_bps" INTEGER NOT NULL DEFAULT 250,
    "site_fee_minor" INTEGER NOT NULL DEFAULT 0,
    "shows_cost_to_leaders" BOOLEAN NOT NULL DEFAULT false,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rates_pkey" PRIMARY KEY ("id")
);

-- One row, and rates that are parts of a whole.
ALTER TABLE "rates" ADD CONSTRAINT "rates_one_row" CHECK ("id" = 1),
  ADD CONSTRAINT "rates_parts" CHECK (
    "commission_bps" BETWEEN 0 AND 10000 AND "payment_fee_bps" BETWEEN 0 AND 10000 AND "claims_bps" BETWEEN 0 AND 10000
    AND "picking_minor" >= 0 AND "site_fee_minor" >= 0);
ALTER TABLE "leaders" ADD CONSTRAINT "leaders_commission" CHECK ("commission_bps" BETWEEN 0 AND 10000);
ALTER TABLE "offer_prices" ADD CONSTRAINT "offer_prices_parts" CHECK ("commission_bps" BETWEEN 0 AND 10000 AND "tax_bps" BETWEEN 0 AND 10000);
ALTER TABLE "stations" ADD CONSTRAINT "stations_stop_cost" CHECK ("stop_cost_minor" >= 0);
