-- AlterTable
ALTER TABLE "api_claims" ALTER COLUMN "answer" SET DATA TYPE JSON;
