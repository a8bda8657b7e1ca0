-- CreateEnum
CREATE TYPE "WithdrawalState" AS ENUM ('wanted', 'paid', 'refused');

-- AlterEnum
ALTER TYPE "AccountKind" ADD VALUE 'withdrawals';

-- AlterTable
ALTER TABLE "operator" ADD COLUMN     "allows_withdrawals" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "withdrawals" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "amount_minor" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "state" "WithdrawalState" NOT NULL DEFAULT 'wanted',
    "wanted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "withdrawals_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "withdrawals_state_wanted_at_idx" ON "withdrawals"("state", "wanted_at");

-- CreateIndex
CREATE INDEX "withdrawals_user_id_wanted_at_idx" ON "withdrawals"("user_id", "wanted_at" DESC);
