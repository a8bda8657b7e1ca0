-- AlterEnum
ALTER TYPE "PaymentMethod" ADD VALUE 'wallet';
