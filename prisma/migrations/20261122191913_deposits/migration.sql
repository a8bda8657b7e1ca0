-- AlterEnum
ALTER TYPE "AccountKind" ADD VALUE 'deposits';
