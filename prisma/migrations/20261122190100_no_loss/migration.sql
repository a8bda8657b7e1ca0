-- CreateEnum
CREATE TYPE "BelowCostReason" AS ENUM ('fresh', 'seasonal', 'overstock', 'near_expiry');

-- AlterTable
ALTER TABLE "group_orders" ADD COLUMN     "failed_reason" TEXT,
ADD COLUMN     "is_no_loss" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "below_cost_permissions" (
    "id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "reason" "BelowCostReason" NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "lowest_minor" INTEGER NOT NULL,
    "cost_minor" INTEGER NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "given_by" UUID NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" UUID,

    CONSTRAINT "below_cost_permissions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "below_cost_permissions_product_id_until_idx" ON "below_cost_permissions"("product_id", "until" DESC);

-- AddForeignKey
ALTER TABLE "below_cost_permissions" ADD CONSTRAINT "below_cost_permissions_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
