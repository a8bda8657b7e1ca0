-- AlterEnum
ALTER TYPE "SurplusUse" ADD VALUE 'bit_more';

-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "takes_more" BOOLEAN NOT NULL DEFAULT false;
