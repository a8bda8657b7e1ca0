-- CreateEnum
CREATE TYPE "ClaimState" AS ENUM ('open', 'granted', 'refused');

-- CreateEnum
CREATE TYPE "ClaimKind" AS ENUM ('missing', 'damaged', 'bad', 'wrong');

-- AlterTable
ALTER TABLE "operator" ADD COLUMN     "claim_hours" INTEGER NOT NULL DEFAULT 48;

-- CreateTable
CREATE TABLE "claims" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "state" "ClaimState" NOT NULL DEFAULT 'open',
    "text" TEXT NOT NULL DEFAULT '',
    "filed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "escalated_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,
    "answer" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "claims_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim_lines" (
    "claim_id" UUID NOT NULL,
    "offer_id" UUID NOT NULL,
    "kind" "ClaimKind" NOT NULL,
    "quantity" INTEGER NOT NULL,
    "claimed_minor" INTEGER NOT NULL,
    "granted_minor" INTEGER,

    CONSTRAINT "claim_lines_pkey" PRIMARY KEY ("claim_id","offer_id")
);

-- CreateTable
CREATE TABLE "claim_photos" (
    "key" TEXT NOT NULL,
    "claim_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "claim_photos_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "claims_order_id_idx" ON "claims"("order_id");

-- CreateIndex
CREATE INDEX "claims_state_due_at_idx" ON "claims"("state", "due_at");

-- CreateIndex
CREATE INDEX "claim_lines_offer_id_idx" ON "claim_lines"("offer_id");

-- CreateIndex
CREATE INDEX "claim_photos_claim_id_idx" ON "claim_photos"("claim_id");

-- AddForeignKey
ALTER TABLE "claims" ADD CONSTRAINT "claims_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_lines" ADD CONSTRAINT "claim_lines_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claims"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_lines" ADD CONSTRAINT "claim_lines_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "offers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_photos" ADD CONSTRAINT "claim_photos_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claims"("id") ON DELETE CASCADE ON UPDATE CASCADE;
