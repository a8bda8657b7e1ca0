-- CreateEnum
CREATE TYPE "KeeperPayPer" AS ENUM ('order', 'parcel');

-- CreateEnum
CREATE TYPE "EarnerRole" AS ENUM ('leader', 'keeper');

-- AlterTable
ALTER TABLE "offers" ADD COLUMN     "commission_bps" INTEGER;

-- AlterTable
ALTER TABLE "rates" ADD COLUMN     "keeper_pay_minor" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "keeper_pay_per" "KeeperPayPer" NOT NULL DEFAULT 'order',
ADD COLUMN     "withholding_bps" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "stations" ADD COLUMN     "keeper_pay_minor" INTEGER;

-- CreateTable
CREATE TABLE "statements" (
    "id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "role" "EarnerRole" NOT NULL,
    "owner_id" UUID NOT NULL,
    "account_id" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "after_entry_id" BIGINT NOT NULL,
    "upto_entry_id" BIGINT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "opening_minor" BIGINT NOT NULL,
    "earned_minor" BIGINT NOT NULL,
    "returned_minor" BIGINT NOT NULL,
    "withheld_minor" BIGINT NOT NULL,
    "paid_minor" BIGINT NOT NULL,
    "closing_minor" BIGINT NOT NULL,
    "withholding_bps" INTEGER NOT NULL,
    "made_by" UUID NOT NULL,
    "region" TEXT NOT NULL,

    CONSTRAINT "statements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payouts" (
    "id" UUID NOT NULL,
    "role" "EarnerRole" NOT NULL,
    "owner_id" UUID NOT NULL,
    "account_id" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "reference" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "made_by" UUID NOT NULL,
    "region" TEXT NOT NULL,

    CONSTRAINT "payouts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "statements_account_id_number_key" ON "statements"("account_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "statements_account_id_after_entry_id_key" ON "statements"("account_id", "after_entry_id");

-- CreateIndex
CREATE INDEX "payouts_account_id_at_idx" ON "payouts"("account_id", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "payouts_account_id_reference_key" ON "payouts"("account_id", "reference");

-- AddForeignKey
ALTER TABLE "statements" ADD CONSTRAINT "statements_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "ledger_accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "ledger_accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Told once, told for good: statements and payouts are never changed, like the books that they speak of.
CREATE TRIGGER statements_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON statements
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_kept();
CREATE TRIGGER payouts_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON payouts
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_kept();
ALTER TABLE statements ADD CONSTRAINT statements_add_up
  CHECK (opening_minor + earned_minor - returned_minor - withheld_minor - paid_minor = closing_minor AND upto_entry_id > after_entry_id);
ALTER TABLE payouts ADD CONSTRAINT payouts_amount CHECK (amount_minor > 0);

-- The operator owes nobody for what its own programs open.
UPDATE leaders SET commission_bps = 0 WHERE id = '00000000-0000-7000-8000-00000000000a';
