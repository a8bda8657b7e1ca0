-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "AccountKind" ADD VALUE 'wallet';
ALTER TYPE "AccountKind" ADD VALUE 'prepaid';
ALTER TYPE "AccountKind" ADD VALUE 'bank';
ALTER TYPE "AccountKind" ADD VALUE 'provider';
ALTER TYPE "AccountKind" ADD VALUE 'payment_fees';
ALTER TYPE "AccountKind" ADD VALUE 'disputed';
ALTER TYPE "AccountKind" ADD VALUE 'tax';
ALTER TYPE "AccountKind" ADD VALUE 'discounts';
ALTER TYPE "AccountKind" ADD VALUE 'commission';
ALTER TYPE "AccountKind" ADD VALUE 'leader';
ALTER TYPE "AccountKind" ADD VALUE 'keeper_pay';
ALTER TYPE "AccountKind" ADD VALUE 'keeper';
ALTER TYPE "AccountKind" ADD VALUE 'withheld';
