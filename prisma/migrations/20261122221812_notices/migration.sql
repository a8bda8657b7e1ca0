-- CreateEnum
CREATE TYPE "NoticeKind" AS ENUM ('opening', 'closing', 'closed', 'arrived', 'uncollected', 'refunded');

-- AlterEnum
ALTER TYPE "MessageState" ADD VALUE 'unwanted';

-- AlterTable
ALTER TABLE "group_orders" ADD COLUMN     "closing_told_at" TIMESTAMPTZ(3),
ADD COLUMN     "opening_told_at" TIMESTAMPTZ(3),
ADD COLUMN     "waiting_told_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "quiet_from" INTEGER,
ADD COLUMN     "quiet_until" INTEGER;

-- CreateTable
CREATE TABLE "notice_choices" (
    "user_id" UUID NOT NULL,
    "kind" "NoticeKind" NOT NULL,
    "channel" "Channel" NOT NULL,
    "is_wanted" BOOLEAN NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notice_choices_pkey" PRIMARY KEY ("user_id","kind","channel")
);

-- AddForeignKey
ALTER TABLE "notice_choices" ADD CONSTRAINT "notice_choices_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Quiet hours have both ends, on the clock
ALTER TABLE "users" ADD CONSTRAINT "users_quiet_hours" CHECK (
  ("quiet_from" IS NULL) = ("quiet_until" IS NULL) AND "quiet_from" BETWEEN 0 AND 1439 AND "quiet_until" BETWEEN 0 AND 1439
);

-- Nobody is told now of what began before there were such notices
UPDATE "group_orders" SET "opening_told_at" = now(), "closing_told_at" = now() WHERE "opens_at" <= now();
UPDATE "group_orders" SET "waiting_told_at" = now() WHERE "pickup_until" <= now();
