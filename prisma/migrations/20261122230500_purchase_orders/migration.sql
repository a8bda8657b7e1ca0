-- CreateEnum
CREATE TYPE "PurchaseOrderState" AS ENUM ('draft', 'sent', 'answered', 'received', 'cancelled');

-- CreateEnum
CREATE TYPE "SurplusUse" AS ENUM ('stock', 'last_minute');

-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "attached" JSONB;

-- AlterTable
ALTER TABLE "suppliers" ADD COLUMN     "locale" TEXT NOT NULL DEFAULT 'en';

-- CreateTable
CREATE TABLE "purchase_order_counters" (
    "region" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "last" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "purchase_order_counters_pkey" PRIMARY KEY ("region","year")
);

-- CreateTable
CREATE TABLE "purchase_orders" (
    "id" UUID NOT NULL,
    "year" INTEGER,
    "number" INTEGER,
    "supplier_id" UUID NOT NULL,
    "delivery_on" DATE NOT NULL,
    "state" "PurchaseOrderState" NOT NULL DEFAULT 'draft',
    "version" INTEGER NOT NULL DEFAULT 0,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "currency" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "cancel_reason" TEXT,

    CONSTRAINT "purchase_orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "purchase_order_lines" (
    "purchase_order_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "ordered" INTEGER NOT NULL,
    "case_size" INTEGER NOT NULL,
    "case_cost_minor" INTEGER NOT NULL,
    "extra_cases" INTEGER NOT NULL DEFAULT 0,
    "extra_reason" TEXT NOT NULL DEFAULT '',
    "surplus_use" "SurplusUse" NOT NULL DEFAULT 'stock',
    "confirmed" INTEGER,
    "remark" TEXT NOT NULL DEFAULT '',
    "received" INTEGER,

    CONSTRAINT "purchase_order_lines_pkey" PRIMARY KEY ("purchase_order_id","product_id")
);

-- CreateTable
CREATE TABLE "purchase_order_demand" (
    "group_order_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "purchase_order_id" UUID NOT NULL,
    "ordered" INTEGER NOT NULL,

    CONSTRAINT "purchase_order_demand_pkey" PRIMARY KEY ("group_order_id","product_id")
);

-- CreateTable
CREATE TABLE "purchase_order_versions" (
    "purchase_order_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "lines" JSONB NOT NULL,
    "changes" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "total_minor" BIGINT NOT NULL,
    "sent_to" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_by" UUID NOT NULL,

    CONSTRAINT "purchase_order_versions_pkey" PRIMARY KEY ("purchase_order_id","version")
);

-- CreateTable
CREATE TABLE "purchase_order_links" (
    "token_hash" TEXT NOT NULL,
    "purchase_order_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "purchase_order_links_pkey" PRIMARY KEY ("token_hash")
);

-- CreateIndex
CREATE INDEX "purchase_orders_state_delivery_on_idx" ON "purchase_orders"("state", "delivery_on");

-- CreateIndex
CREATE INDEX "purchase_orders_supplier_id_delivery_on_idx" ON "purchase_orders"("supplier_id", "delivery_on");

-- CreateIndex
CREATE UNIQUE INDEX "purchase_orders_region_year_number_key" ON "purchase_orders"("region", "year", "number");

-- CreateIndex
CREATE INDEX "purchase_order_lines_product_id_idx" ON "purchase_order_lines"("product_id");

-- CreateIndex
CREATE INDEX "purchase_order_demand_purchase_order_id_idx" ON "purchase_order_demand"("purchase_order_id");

-- CreateIndex
CREATE INDEX "purchase_order_links_purchase_order_id_idx" ON "purchase_order_links"("purchase_order_id");

-- AddForeignKey
ALTER TABLE "purchase_orders" ADD CONSTRAINT "purchase_orders_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "suppliers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "purchase_order_lines" ADD CONSTRAINT "purchase_order_lines_purchase_order_id_fkey" FOREIGN KEY ("purchase_order_id") REFERENCES "purchase_orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "purchase_order_lines" ADD CONSTRAINT "purchase_order_lines_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "purchase_order_demand" ADD CONSTRAINT "purchase_order_demand_purchase_order_id_fkey" FOREIGN KEY ("purchase_order_id") REFERENCES "purchase_orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "purchase_order_versions" ADD CONSTRAINT "purchase_order_versions_purchase_order_id_fkey" FOREIGN KEY ("purchase_order_id") REFERENCES "purchase_orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "purchase_order_links" ADD CONSTRAINT "purchase_order_links_purchase_order_id_fkey" FOREIGN KEY ("purchase_order_id") REFERENCES "purchase_orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a supplier was told is only ever added to.
CREATE TRIGGER purchase_order_versions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON purchase_order_versions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One living purchase order a supplier and day; a number from the first sending on.
CREATE UNIQUE INDEX purchase_orders_living ON purchase_orders (supplier_id, delivery_on)
  WHERE state IN ('draft', 'sent', 'answered');
ALTER TABLE purchase_orders ADD CONSTRAINT purchase_orders_numbered
  CHECK ((version > 0) = (number IS NOT NULL) AND (number IS NULL) = (year IS NULL));
ALTER TABLE purchase_order_lines ADD CONSTRAINT purchase_order_lines_amounts
  CHECK (ordered >= 0 AND case_size > 0 AND case_cost_minor >= 0 AND coalesce(confirmed, 0) >= 0 AND coalesce(received, 0) >= 0);
ALTER TABLE purchase_order_demand ADD CONSTRAINT purchase_order_demand_ordered CHECK (ordered > 0);
