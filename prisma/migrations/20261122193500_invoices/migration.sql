-- CreateEnum
CREATE TYPE "InvoiceKind" AS ENUM ('invoice', 'credit_note');

-- CreateEnum
CREATE TYPE "InvoicePolicy" AS ENUM ('on_request', 'always');

-- AlterTable
ALTER TABLE "rates" ADD COLUMN     "invoices" "InvoicePolicy" NOT NULL DEFAULT 'on_request';

-- CreateTable
CREATE TABLE "invoice_counters" (
    "region" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "last" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "invoice_counters_pkey" PRIMARY KEY ("region","year")
);

-- CreateTable
CREATE TABLE "invoices" (
    "id" UUID NOT NULL,
    "kind" "InvoiceKind" NOT NULL,
    "year" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "order_id" UUID NOT NULL,
    "corrects_id" UUID,
    "buyer_name" TEXT NOT NULL DEFAULT '',
    "buyer_tax_number" TEXT NOT NULL DEFAULT '',
    "seller" JSONB NOT NULL,
    "lines" JSONB NOT NULL,
    "currency" TEXT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "region" TEXT NOT NULL,

    CONSTRAINT "invoices_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "invoices_order_id_idx" ON "invoices"("order_id");

-- CreateIndex
CREATE INDEX "invoices_at_idx" ON "invoices"("at");

-- CreateIndex
CREATE INDEX "invoices_corrects_id_idx" ON "invoices"("corrects_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoices_region_year_number_key" ON "invoices"("region", "year", "number");

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_corrects_id_fkey" FOREIGN KEY ("corrects_id") REFERENCES "invoices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What an invoice says is a fact. Who it is for may be forgotten once the law lets it.
CREATE TRIGGER invoices_kept BEFORE DELETE OR TRUNCATE OR
  UPDATE OF id, kind, year, number, order_id, corrects_id, seller, lines, currency, total_minor, tax_minor, at, region ON invoices
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_kept();
ALTER TABLE invoices ADD CONSTRAINT invoices_kind
  CHECK ((kind = 'credit_note') = (corrects_id IS NOT NULL) AND (kind = 'credit_note') = (total_minor < 0));
