-- CreateEnum
CREATE TYPE "RefundTo" AS ENUM ('provider', 'wallet');

-- AlterEnum
ALTER TYPE "PaymentMethod" ADD VALUE 'online';

-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "pay_by" TIMESTAMPTZ(3),
ADD COLUMN     "refund_to" "RefundTo" NOT NULL DEFAULT 'provider';

-- CreateIndex
CREATE INDEX "orders_pay_by_idx" ON "orders"("pay_by");
