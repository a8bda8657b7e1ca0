-- AlterEnum
ALTER TYPE "AccountKind" ADD VALUE 'payment_losses';
