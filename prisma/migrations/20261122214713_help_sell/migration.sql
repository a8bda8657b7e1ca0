-- AlterTable
ALTER TABLE "group_orders" ADD COLUMN     "carry_split_bps" INTEGER;

-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "carried_by" UUID;

-- CreateTable
CREATE TABLE "group_carriers" (
    "id" UUID NOT NULL,
    "group_order_id" UUID NOT NULL,
    "leader_id" UUID NOT NULL,
    "split_bps" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" UUID,

    CONSTRAINT "group_carriers_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "group_carriers_code_key" ON "group_carriers"("code");

-- CreateIndex
CREATE INDEX "group_carriers_group_order_id_idx" ON "group_carriers"("group_order_id");

-- CreateIndex
CREATE INDEX "group_carriers_leader_id_accepted_at_idx" ON "group_carriers"("leader_id", "accepted_at" DESC);

-- AddForeignKey
ALTER TABLE "group_carriers" ADD CONSTRAINT "group_carriers_group_order_id_fkey" FOREIGN KEY ("group_order_id") REFERENCES "group_orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_carriers" ADD CONSTRAINT "group_carriers_leader_id_fkey" FOREIGN KEY ("leader_id") REFERENCES "leaders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_carried_by_fkey" FOREIGN KEY ("carried_by") REFERENCES "group_carriers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- lib/domain/carrying.ts splitCommission, for set-based work: the largest remainder of two parts is the carrier's share rounded
-- to the nearest unit, and half a unit is the owner's.
CREATE FUNCTION carrier_part(commission bigint, split_bps int) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (commission * split_bps + 4999) / 10000;
