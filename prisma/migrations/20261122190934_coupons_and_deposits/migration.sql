-- AlterTable
ALTER TABLE "offer_prices" ADD COLUMN     "deposit_minor" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "order_lines" ADD COLUMN     "deposit_minor" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "discount_minor" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "products" ADD COLUMN     "deposit_minor" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "coupons" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "bps" INTEGER,
    "amount_minor" INTEGER,
    "currency" TEXT NOT NULL,
    "minimum_minor" INTEGER NOT NULL DEFAULT 0,
    "group_order_id" UUID,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3) NOT NULL,
    "budget_minor" INTEGER NOT NULL,
    "spent_minor" INTEGER NOT NULL DEFAULT 0,
    "limit_per_shopper" INTEGER NOT NULL DEFAULT 1,
    "reason" TEXT NOT NULL,
    "supplier_id" UUID,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "coupons_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "coupon_uses" (
    "order_id" UUID NOT NULL,
    "coupon_id" UUID NOT NULL,
    "shopper_id" UUID NOT NULL,
    "discount_minor" INTEGER NOT NULL,

    CONSTRAINT "coupon_uses_pkey" PRIMARY KEY ("order_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "coupons_code_key" ON "coupons"("code");

-- CreateIndex
CREATE INDEX "coupon_uses_coupon_id_shopper_id_idx" ON "coupon_uses"("coupon_id", "shopper_id");

-- AddForeignKey
ALTER TABLE "coupons" ADD CONSTRAINT "coupons_group_order_id_fkey" FOREIGN KEY ("group_order_id") REFERENCES "group_orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coupons" ADD CONSTRAINT "coupons_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "suppliers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coupon_uses" ADD CONSTRAINT "coupon_uses_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coupon_uses" ADD CONSTRAINT "coupon_uses_coupon_id_fkey" FOREIGN KEY ("coupon_id") REFERENCES "coupons"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Either a part or an amount; spent never beyond the budget; what is taken off and paid in deposits is never below 0.
ALTER TABLE "coupons" ADD CONSTRAINT "coupons_terms" CHECK (
    (("bps" IS NULL) <> ("amount_minor" IS NULL)) AND coalesce("bps" BETWEEN 1 AND 10000, true) AND coalesce("amount_minor" > 0, true)
    AND "minimum_minor" >= 0 AND "limit_per_shopper" >= 1 AND "valid_until" > "valid_from"),
  ADD CONSTRAINT "coupons_budget" CHECK ("spent_minor" >= 0 AND "spent_minor" <= "budget_minor");
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_parts" CHECK (
  "discount_minor" >= 0 AND "discount_minor" <= "amount_minor" AND "deposit_minor" >= 0);
ALTER TABLE "offer_prices" ADD CONSTRAINT "offer_prices_deposit" CHECK ("deposit_minor" >= 0);
ALTER TABLE "products" ADD CONSTRAINT "products_deposit" CHECK ("deposit_minor" >= 0);
