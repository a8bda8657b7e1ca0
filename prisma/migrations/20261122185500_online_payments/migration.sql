-- CreateEnum
CREATE TYPE "PaymentPurpose" AS ENUM ('top_up', 'order');

-- CreateEnum
CREATE TYPE "OnlinePaymentState" AS ENUM ('started', 'open', 'succeeded', 'expired', 'failed', 'part_refunded', 'refunded');

-- CreateEnum
CREATE TYPE "ProviderRefundState" AS ENUM ('wanted', 'sent', 'done', 'failed');

-- CreateEnum
CREATE TYPE "DisputeState" AS ENUM ('to_answer', 'under_review', 'won', 'lost', 'withdrawn');

-- CreateTable
CREATE TABLE "payments" (
    "id" UUID NOT NULL,
    "purpose" "PaymentPurpose" NOT NULL,
    "shopper_id" UUID NOT NULL,
    "order_id" UUID,
    "provider" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "state" "OnlinePaymentState" NOT NULL DEFAULT 'started',
    "reference" TEXT,
    "url" TEXT,
    "intent" TEXT,
    "failure" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "succeeded_at" TIMESTAMPTZ(3),
    "fee_minor" BIGINT,
    "next_look_at" TIMESTAMPTZ(3),
    "looks" INTEGER NOT NULL DEFAULT 0,
    "late_at" TIMESTAMPTZ(3),
    "late_settled" TIMESTAMPTZ(3),

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_refunds" (
    "id" UUID NOT NULL,
    "payment_id" UUID,
    "intent" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "state" "ProviderRefundState" NOT NULL DEFAULT 'wanted',
    "reason" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3),
    "reference" TEXT,
    "error" TEXT,
    "wanted_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "provider_refunds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_events" (
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "handled_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disputes" (
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "intent" TEXT,
    "payment_id" UUID,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "state" "DisputeState" NOT NULL DEFAULT 'to_answer',
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_by" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "answered_by" UUID,
    "note" TEXT NOT NULL DEFAULT '',
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "disputes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "payments_reference_key" ON "payments"("reference");

-- CreateIndex
CREATE UNIQUE INDEX "payments_intent_key" ON "payments"("intent");

-- CreateIndex
CREATE INDEX "payments_shopper_id_started_at_idx" ON "payments"("shopper_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "payments_order_id_idx" ON "payments"("order_id");

-- CreateIndex
CREATE INDEX "payments_next_look_at_idx" ON "payments"("next_look_at");

-- CreateIndex
CREATE INDEX "payments_late_at_idx" ON "payments"("late_at");

-- CreateIndex
CREATE INDEX "payments_started_at_idx" ON "payments"("started_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "provider_refunds_reference_key" ON "provider_refunds"("reference");

-- CreateIndex
CREATE INDEX "provider_refunds_payment_id_idx" ON "provider_refunds"("payment_id");

-- CreateIndex
CREATE INDEX "provider_refunds_intent_idx" ON "provider_refunds"("intent");

-- CreateIndex
CREATE INDEX "provider_refunds_next_try_at_idx" ON "provider_refunds"("next_try_at");

-- CreateIndex
CREATE INDEX "webhook_events_subject_idx" ON "webhook_events"("subject");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_events_provider_reference_key" ON "webhook_events"("provider", "reference");

-- CreateIndex
CREATE UNIQUE INDEX "disputes_reference_key" ON "disputes"("reference");

-- CreateIndex
CREATE INDEX "disputes_intent_idx" ON "disputes"("intent");

-- CreateIndex
CREATE INDEX "disputes_payment_id_idx" ON "disputes"("payment_id");

-- CreateIndex
CREATE INDEX "disputes_state_due_by_idx" ON "disputes"("state", "due_by");

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_shopper_id_fkey" FOREIGN KEY ("shopper_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provider_refunds" ADD CONSTRAINT "provider_refunds_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Amounts are what was asked for, and never nothing; an order's payment names its order.
ALTER TABLE "payments" ADD CONSTRAINT "payments_amount" CHECK ("amount_minor" > 0 AND "fee_minor" >= 0),
  ADD CONSTRAINT "payments_order" CHECK (("purpose" = 'order') = ("order_id" IS NOT NULL)),
  ADD CONSTRAINT "payments_success" CHECK ("succeeded_at" IS NOT NULL OR "state" NOT IN ('succeeded', 'part_refunded', 'refunded'));
ALTER TABLE "provider_refunds" ADD CONSTRAINT "provider_refunds_amount" CHECK ("amount_minor" > 0);
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_amount" CHECK ("amount_minor" >= 0);
