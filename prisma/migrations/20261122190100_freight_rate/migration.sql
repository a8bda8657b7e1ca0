-- AlterTable
ALTER TABLE "rates" ADD COLUMN     "freight_minor" INTEGER NOT NULL DEFAULT 0;
