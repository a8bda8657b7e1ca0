-- A close rewrites no order: a placed order of a closed group order counts as frozen.
UPDATE "orders" SET "state" = 'placed' WHERE "state" = 'frozen';
ALTER TYPE "OrderState" RENAME TO "OrderState_old";
CREATE TYPE "OrderState" AS ENUM ('placed', 'cancelled', 'ready', 'collected', 'uncollected');
ALTER TABLE "orders" ALTER COLUMN "state" DROP DEFAULT;
ALTER TABLE "orders" ALTER COLUMN "state" TYPE "OrderState" USING ("state"::text::"OrderState");
ALTER TABLE "orders" ALTER COLUMN "state" SET DEFAULT 'placed';
DROP TYPE "OrderState_old";

-- Only what differs from the price when ordered is written at the freeze.
UPDATE "order_lines" SET "final_minor" = NULL WHERE "final_minor" = "price_minor";

-- Messages are put into words when they are sent: one that still waits as words has no facts to make them of.
UPDATE "messages" SET "state" = 'failed', "error" = 'written before messages kept their facts' WHERE "state" = 'queued';

-- DropForeignKey
ALTER TABLE "picks" DROP CONSTRAINT "picks_group_order_id_fkey";

-- DropForeignKey
ALTER TABLE "picks" DROP CONSTRAINT "picks_offer_id_fkey";

-- DropForeignKey
ALTER TABLE "picks" DROP CONSTRAINT "picks_order_id_fkey";

-- DropIndex
DROP INDEX "messages_state_created_at_idx";

-- AlterTable
ALTER TABLE "messages" DROP COLUMN "subject",
DROP COLUMN "text",
ADD COLUMN     "facts" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "next_try_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "orders" DROP COLUMN "shelf";

-- DropTable
DROP TABLE "picks";

-- CreateTable
CREATE TABLE "announcements" (
    "id" UUID NOT NULL,
    "group_order_id" UUID NOT NULL,
    "station_id" UUID,
    "template" TEXT NOT NULL,
    "facts" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "announcements_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "announcements_created_at_idx" ON "announcements"("created_at");

-- CreateIndex
CREATE INDEX "messages_state_next_try_at_idx" ON "messages"("state", "next_try_at");

-- AddForeignKey
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_group_order_id_fkey" FOREIGN KEY ("group_order_id") REFERENCES "group_orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Messages were the jobs' only users.
DROP SCHEMA IF EXISTS "jobs" CASCADE;

-- What lies in the bags of a station, and where on its shelf: told by the orders themselves. An order's place is its
-- rank among those of its group order that were in at the close, so it never changes.
CREATE VIEW "bags" AS
SELECT o."id" AS "order_id", o."group_order_id", o."station_id", o."number",
  (row_number() OVER (PARTITION BY o."group_order_id", o."station_id" ORDER BY o."number") - 1)::int AS "shelf"
FROM "orders" o JOIN "group_orders" g ON g."id" = o."group_order_id"
WHERE g."closed_at" IS NOT NULL AND (o."cancelled_at" IS NULL OR o."cancelled_at" > g."closed_at");

-- The state of an order as people see it (lib/domain/lifecycle.ts, effectiveOrderState).
CREATE FUNCTION order_state(stored "OrderState", closed_at timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN stored = 'placed' AND closed_at IS NOT NULL THEN 'frozen' ELSE stored::text END;
