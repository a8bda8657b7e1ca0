-- CreateEnum
CREATE TYPE "AccountKind" AS ENUM ('till', 'safe', 'sales', 'till_difference');

-- CreateTable
CREATE TABLE "ledger_accounts" (
    "id" SERIAL NOT NULL,
    "kind" "AccountKind" NOT NULL,
    "owner_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,

    CONSTRAINT "ledger_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_transactions" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "order_id" UUID,
    "actor_id" UUID,
    "reason" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "region" TEXT NOT NULL,

    CONSTRAINT "ledger_transactions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entries" (
    "id" BIGSERIAL NOT NULL,
    "transaction_id" UUID NOT NULL,
    "account_id" INTEGER NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "ledger_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "till_counts" (
    "id" UUID NOT NULL,
    "keeper_id" UUID NOT NULL,
    "station_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "expected_minor" BIGINT NOT NULL,
    "counted_minor" BIGINT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "counted_at" TIMESTAMPTZ(3) NOT NULL,
    "replaced_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3),
    "received_by" UUID,
    "received_minor" BIGINT,
    "received_note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "till_counts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ledger_accounts_kind_owner_id_currency_key" ON "ledger_accounts"("kind", "owner_id", "currency");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transactions_key_key" ON "ledger_transactions"("key");

-- CreateIndex
CREATE INDEX "ledger_transactions_order_id_idx" ON "ledger_transactions"("order_id");

-- CreateIndex
CREATE INDEX "ledger_entries_transaction_id_idx" ON "ledger_entries"("transaction_id");

-- CreateIndex
CREATE INDEX "ledger_entries_account_id_id_idx" ON "ledger_entries"("account_id", "id");

-- CreateIndex
CREATE INDEX "till_counts_keeper_id_counted_at_idx" ON "till_counts"("keeper_id", "counted_at" DESC);

-- AddForeignKey
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "ledger_transactions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "ledger_accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "till_counts" ADD CONSTRAINT "till_counts_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "stations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A movement is written whole, by one statement, and comes to nothing: whoever writes the books, the database adds up.
CREATE FUNCTION ledger_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM added n JOIN ledger_accounts a ON a.id = n.account_id
    GROUP BY n.transaction_id, a.currency HAVING sum(n.amount_minor) <> 0 OR count(*) < 2
  ) THEN
    RAISE EXCEPTION 'a movement of the ledger does not balance' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (
    SELECT 1 FROM (SELECT transaction_id, count(*) AS entries FROM added GROUP BY 1) n
    WHERE n.entries <> (SELECT count(*) FROM ledger_entries e WHERE e.transaction_id = n.transaction_id)
  ) THEN
    RAISE EXCEPTION 'a movement of the ledger cannot grow later' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER ledger_entries_add_up AFTER INSERT ON ledger_entries
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_adds_up();

ALTER TABLE ledger_entries ADD CONSTRAINT ledger_entries_amount CHECK (amount_minor <> 0);

CREATE FUNCTION ledger_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is never changed: move the money back' USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER ledger_entries_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_kept();
CREATE TRIGGER ledger_transactions_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transactions
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_kept();
CREATE TRIGGER ledger_accounts_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_accounts
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_kept();

-- Orders that were paid before there were books: into the till of whoever handed them over.
INSERT INTO ledger_transactions (id, key, cause, order_id, actor_id, reason, at, region)
  SELECT gen_random_uuid(), 'order ' || id || ' paid before the books', 'pickup_payment', id, collected_by,
    'paid before the books were opened', coalesce(collected_at, placed_at), region
  FROM orders WHERE payment_state = 'paid' AND total_minor > 0;
INSERT INTO ledger_accounts (kind, owner_id, currency)
  SELECT DISTINCT 'till'::"AccountKind", coalesce(collected_by, '00000000-0000-0000-0000-000000000000'), currency
  FROM orders WHERE payment_state = 'paid' AND total_minor > 0
  UNION SELECT DISTINCT 'sales'::"AccountKind", '00000000-0000-0000-0000-000000000000'::uuid, currency
  FROM orders WHERE payment_state = 'paid' AND total_minor > 0;
INSERT INTO ledger_entries (transaction_id, account_id, amount_minor)
  SELECT t.id, a.id, CASE a.kind WHEN 'till' THEN o.total_minor ELSE -o.total_minor END
  FROM ledger_transactions t JOIN orders o ON o.id = t.order_id
  JOIN ledger_accounts a ON a.currency = o.currency AND (a.kind = 'sales'
    OR (a.kind = 'till' AND a.owner_id = coalesce(o.collected_by, '00000000-0000-0000-0000-000000000000')));
