-- CreateEnum
CREATE TYPE "GroupState" AS ENUM ('draft', 'scheduled', 'open', 'closed', 'confirmed', 'failed', 'received', 'dispatched', 'arrived', 'completed', 'settled', 'cancelled');

-- CreateEnum
CREATE TYPE "OfferSource" AS ENUM ('presale', 'stock');

-- CreateEnum
CREATE TYPE "TierBy" AS ENUM ('orders', 'quantity');

-- CreateEnum
CREATE TYPE "LeaderState" AS ENUM ('applied', 'approved', 'refused', 'suspended');

-- CreateEnum
CREATE TYPE "Channel" AS ENUM ('email', 'sms');

-- CreateEnum
CREATE TYPE "MessageState" AS ENUM ('queued', 'sent', 'failed');

-- CreateEnum
CREATE TYPE "OrderState" AS ENUM ('placed', 'cancelled', 'frozen', 'ready', 'collected', 'uncollected');

-- CreateEnum
CREATE TYPE "PaymentMethod" AS ENUM ('on_pickup');

-- CreateEnum
CREATE TYPE "PaymentState" AS ENUM ('due', 'held', 'paid', 'part_refunded', 'refunded', 'not_due');

-- CreateEnum
CREATE TYPE "DutyName" AS ENUM ('catalogue', 'stock', 'people', 'money');

-- CreateTable
CREATE TABLE "suppliers" (
    "id" UUID NOT NULL,
    "name" JSONB NOT NULL,
    "email" TEXT NOT NULL DEFAULT '',
    "phone" TEXT NOT NULL DEFAULT '',
    "terms" JSONB NOT NULL DEFAULT '{}',
    "active" BOOLEAN NOT NULL DEFAULT true,
    "region" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "suppliers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "products" (
    "id" UUID NOT NULL,
    "sku" TEXT NOT NULL,
    "supplier_id" UUID,
    "name" JSONB NOT NULL,
    "pack" JSONB NOT NULL DEFAULT '{}',
    "description" JSONB NOT NULL DEFAULT '{}',
    "origin" JSONB NOT NULL DEFAULT '{}',
    "category" TEXT NOT NULL DEFAULT 'other',
    "unit" TEXT NOT NULL DEFAULT 'piece',
    "pack_amount" INTEGER,
    "pack_measure" TEXT,
    "price_minor" INTEGER NOT NULL,
    "cost_minor" INTEGER NOT NULL,
    "case_size" INTEGER NOT NULL DEFAULT 1,
    "tax_bps" INTEGER NOT NULL DEFAULT 0,
    "shelf_life_days" INTEGER,
    "storage" TEXT NOT NULL DEFAULT 'ambient',
    "allergens" TEXT[],
    "picture" TEXT,
    "tile" TEXT NOT NULL DEFAULT 'stone',
    "many" BOOLEAN NOT NULL DEFAULT false,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "region" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock" (
    "product_id" UUID NOT NULL,
    "on_hand" INTEGER NOT NULL DEFAULT 0,
    "reserved" INTEGER NOT NULL DEFAULT 0,
    "reorder_at" INTEGER NOT NULL DEFAULT 0,
    "place" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "stock_pkey" PRIMARY KEY ("product_id")
);

-- CreateTable
CREATE TABLE "stock_movements" (
    "id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "on_hand_after" INTEGER NOT NULL,
    "actor_id" UUID,
    "order_id" UUID,
    "undoes_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stock_movements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_orders" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "leader_id" UUID NOT NULL,
    "title" JSONB NOT NULL,
    "story" JSONB NOT NULL DEFAULT '{}',
    "state" "GroupState" NOT NULL DEFAULT 'draft',
    "opens_at" TIMESTAMPTZ(3) NOT NULL,
    "cutoff_at" TIMESTAMPTZ(3) NOT NULL,
    "pickup_from" TIMESTAMPTZ(3) NOT NULL,
    "pickup_until" TIMESTAMPTZ(3) NOT NULL,
    "time_zone" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "minimum_orders" INTEGER NOT NULL DEFAULT 1,
    "code_secret" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "closed_at" TIMESTAMPTZ(3),
    "bought_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "cancel_reason" TEXT,
    "cloned_from_id" UUID,
    "region" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "group_orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_counters" (
    "group_order_id" UUID NOT NULL,
    "next_number" INTEGER NOT NULL DEFAULT 1,
    "orders" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "group_counters_pkey" PRIMARY KEY ("group_order_id")
);

-- CreateTable
CREATE TABLE "group_order_stations" (
    "group_order_id" UUID NOT NULL,
    "station_id" UUID NOT NULL,
    "arrived_at" TIMESTAMPTZ(3),
    "arrived_by" UUID,

    CONSTRAINT "group_order_stations_pkey" PRIMARY KEY ("group_order_id","station_id")
);

-- CreateTable
CREATE TABLE "offers" (
    "id" UUID NOT NULL,
    "group_order_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "source" "OfferSource" NOT NULL DEFAULT 'presale',
    "price_version" INTEGER NOT NULL DEFAULT 1,
    "cap" INTEGER,
    "limit_per_shopper" INTEGER,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "offers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offer_prices" (
    "offer_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "price_minor" INTEGER NOT NULL,
    "tier_by" "TierBy" NOT NULL DEFAULT 'orders',
    "tiers" JSONB NOT NULL DEFAULT '[]',
    "cost_minor" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "offer_prices_pkey" PRIMARY KEY ("offer_id","version")
);

-- CreateTable
CREATE TABLE "offer_counters" (
    "offer_id" UUID NOT NULL,
    "sold" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "offer_counters_pkey" PRIMARY KEY ("offer_id")
);

-- CreateTable
CREATE TABLE "demand" (
    "group_order_id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "ordered" INTEGER NOT NULL,
    "orders" INTEGER NOT NULL,

    CONSTRAINT "demand_pkey" PRIMARY KEY ("group_order_id","product_id")
);

-- CreateTable
CREATE TABLE "picks" (
    "group_order_id" UUID NOT NULL,
    "station_id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "offer_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "picks_pkey" PRIMARY KEY ("group_order_id","station_id","order_id","offer_id")
);

-- CreateTable
CREATE TABLE "questions" (
    "id" UUID NOT NULL,
    "group_order_id" UUID NOT NULL,
    "asker_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "answer" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "questions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "leaders" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" JSONB NOT NULL,
    "community" JSONB NOT NULL,
    "about" TEXT NOT NULL DEFAULT '',
    "awning" TEXT NOT NULL DEFAULT 'leaf',
    "state" "LeaderState" NOT NULL DEFAULT 'applied',
    "reason" TEXT,
    "region" TEXT NOT NULL,
    "applied_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,

    CONSTRAINT "leaders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operator" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "name" JSONB NOT NULL,
    "legal_name" TEXT NOT NULL DEFAULT '',
    "registration" TEXT NOT NULL DEFAULT '',
    "licence" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL DEFAULT '',
    "about" JSONB NOT NULL DEFAULT '{}',
    "terms" JSONB NOT NULL DEFAULT '{}',
    "complaint_contact" TEXT NOT NULL DEFAULT '',
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "operator_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "actor_id" UUID,
    "actor_role" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "region" TEXT NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "messages" (
    "id" UUID NOT NULL,
    "user_id" UUID,
    "channel" "Channel" NOT NULL,
    "to" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "state" "MessageState" NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "orders" (
    "id" UUID NOT NULL,
    "group_order_id" UUID NOT NULL,
    "shopper_id" UUID NOT NULL,
    "station_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "pickup_code" TEXT NOT NULL,
    "pickup_secret" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "contact" TEXT NOT NULL,
    "state" "OrderState" NOT NULL DEFAULT 'placed',
    "payment_method" "PaymentMethod" NOT NULL DEFAULT 'on_pickup',
    "payment_state" "PaymentState" NOT NULL DEFAULT 'due',
    "currency" TEXT NOT NULL,
    "total_minor" INTEGER NOT NULL,
    "answered_minor" INTEGER NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "shelf" INTEGER,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "amended_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "cancel_reason" TEXT,
    "collected_at" TIMESTAMPTZ(3),
    "collected_by" UUID,
    "region" TEXT NOT NULL,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_lines" (
    "order_id" UUID NOT NULL,
    "offer_id" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,
    "price_version" INTEGER NOT NULL,
    "price_minor" INTEGER NOT NULL,
    "final_minor" INTEGER,
    "amount_minor" INTEGER NOT NULL,
    "collected" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "order_lines_pkey" PRIMARY KEY ("order_id","offer_id")
);

-- CreateTable
CREATE TABLE "collections" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "station_id" UUID NOT NULL,
    "keeper_id" UUID NOT NULL,
    "proof" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "lines" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" UUID,

    CONSTRAINT "collections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "name" TEXT,
    "nickname" TEXT,
    "show_nickname" BOOLEAN NOT NULL DEFAULT false,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "region" TEXT NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "token_hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "login_codes" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "login_codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duties" (
    "user_id" UUID NOT NULL,
    "duty" "DutyName" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "duties_pkey" PRIMARY KEY ("user_id","duty")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "stations" (
    "id" UUID NOT NULL,
    "name" JSONB NOT NULL,
    "address" JSONB NOT NULL,
    "hours" JSONB NOT NULL DEFAULT '{}',
    "note" JSONB NOT NULL DEFAULT '{}',
    "door" TEXT NOT NULL DEFAULT 'blue',
    "time_zone" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "capacity" INTEGER,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "station_keepers" (
    "station_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "station_keepers_pkey" PRIMARY KEY ("station_id","user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "products_sku_key" ON "products"("sku");

-- CreateIndex
CREATE INDEX "products_supplier_id_idx" ON "products"("supplier_id");

-- CreateIndex
CREATE UNIQUE INDEX "stock_movements_undoes_id_key" ON "stock_movements"("undoes_id");

-- CreateIndex
CREATE INDEX "stock_movements_product_id_created_at_idx" ON "stock_movements"("product_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "group_orders_slug_key" ON "group_orders"("slug");

-- CreateIndex
CREATE INDEX "group_orders_state_cutoff_at_idx" ON "group_orders"("state", "cutoff_at");

-- CreateIndex
CREATE INDEX "group_orders_leader_id_created_at_idx" ON "group_orders"("leader_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "group_order_stations_station_id_idx" ON "group_order_stations"("station_id");

-- CreateIndex
CREATE UNIQUE INDEX "offers_group_order_id_product_id_key" ON "offers"("group_order_id", "product_id");

-- CreateIndex
CREATE INDEX "picks_order_id_idx" ON "picks"("order_id");

-- CreateIndex
CREATE INDEX "questions_group_order_id_asked_at_idx" ON "questions"("group_order_id", "asked_at");

-- CreateIndex
CREATE UNIQUE INDEX "leaders_user_id_key" ON "leaders"("user_id");

-- CreateIndex
CREATE INDEX "leaders_state_applied_at_idx" ON "leaders"("state", "applied_at");

-- CreateIndex
CREATE INDEX "audit_entries_at_idx" ON "audit_entries"("at" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_subject_type_subject_id_at_idx" ON "audit_entries"("subject_type", "subject_id", "at" DESC);

-- CreateIndex
CREATE INDEX "messages_state_created_at_idx" ON "messages"("state", "created_at");

-- CreateIndex
CREATE INDEX "messages_created_at_idx" ON "messages"("created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "orders_idempotency_key_key" ON "orders"("idempotency_key");

-- CreateIndex
CREATE INDEX "orders_shopper_id_placed_at_idx" ON "orders"("shopper_id", "placed_at" DESC);

-- CreateIndex
CREATE INDEX "orders_station_id_state_idx" ON "orders"("station_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "orders_group_order_id_number_key" ON "orders"("group_order_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "orders_group_order_id_pickup_code_key" ON "orders"("group_order_id", "pickup_code");

-- CreateIndex
CREATE INDEX "order_lines_offer_id_idx" ON "order_lines"("offer_id");

-- CreateIndex
CREATE INDEX "collections_order_id_at_idx" ON "collections"("order_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "users_phone_key" ON "users"("phone");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "login_codes_hash_key" ON "login_codes"("hash");

-- CreateIndex
CREATE INDEX "login_codes_identifier_created_at_idx" ON "login_codes"("identifier", "created_at");

-- CreateIndex
CREATE INDEX "station_keepers_user_id_idx" ON "station_keepers"("user_id");

-- AddForeignKey
ALTER TABLE "products" ADD CONSTRAINT "products_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "suppliers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock" ADD CONSTRAINT "stock_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_undoes_id_fkey" FOREIGN KEY ("undoes_id") REFERENCES "stock_movements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_orders" ADD CONSTRAINT "group_orders_leader_id_fkey" FOREIGN KEY ("leader_id") REFERENCES "leaders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_counters" ADD CONSTRAINT "group_counters_group_order_id_fkey" FOREIGN KEY ("group_order_id") REFERENCES "group_orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_order_stations" ADD CONSTRAINT "group_order_stations_group_order_id_fkey" FOREIGN KEY ("group_order_id") REFERENCES "group_orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_order_stations" ADD CONSTRAINT "group_order_stations_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "stations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offers" ADD CONSTRAINT "offers_group_order_id_fkey" FOREIGN KEY ("group_order_id") REFERENCES "group_orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offers" ADD CONSTRAINT "offers_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer_prices" ADD CONSTRAINT "offer_prices_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "offers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer_counters" ADD CONSTRAINT "offer_counters_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "offers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "demand" ADD CONSTRAINT "demand_group_order_id_fkey" FOREIGN KEY ("group_order_id") REFERENCES "group_orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "demand" ADD CONSTRAINT "demand_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "picks" ADD CONSTRAINT "picks_group_order_id_fkey" FOREIGN KEY ("group_order_id") REFERENCES "group_orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "picks" ADD CONSTRAINT "picks_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "picks" ADD CONSTRAINT "picks_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "offers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "questions" ADD CONSTRAINT "questions_group_order_id_fkey" FOREIGN KEY ("group_order_id") REFERENCES "group_orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "questions" ADD CONSTRAINT "questions_asker_id_fkey" FOREIGN KEY ("asker_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leaders" ADD CONSTRAINT "leaders_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_group_order_id_fkey" FOREIGN KEY ("group_order_id") REFERENCES "group_orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_shopper_id_fkey" FOREIGN KEY ("shopper_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "stations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "offers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collections" ADD CONSTRAINT "collections_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "duties" ADD CONSTRAINT "duties_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "station_keepers" ADD CONSTRAINT "station_keepers_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "stations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "station_keepers" ADD CONSTRAINT "station_keepers_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say.

-- The trail is only ever added to.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stock_movements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_movements
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The last line against overselling: available stock is never negative.
ALTER TABLE stock ADD CONSTRAINT stock_available CHECK (reserved >= 0 AND on_hand >= reserved);
ALTER TABLE offer_counters ADD CONSTRAINT offer_counters_sold CHECK (sold >= 0);
ALTER TABLE offers ADD CONSTRAINT offers_limits CHECK ((cap IS NULL OR cap > 0) AND (limit_per_shopper IS NULL OR limit_per_shopper > 0));
ALTER TABLE offer_prices ADD CONSTRAINT offer_prices_positive CHECK (price_minor > 0 AND cost_minor >= 0);
ALTER TABLE products ADD CONSTRAINT products_positive CHECK (price_minor > 0 AND cost_minor >= 0 AND case_size > 0 AND tax_bps BETWEEN 0 AND 10000);
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total_minor >= 0);
ALTER TABLE order_lines ADD CONSTRAINT order_lines_amounts CHECK (quantity > 0 AND amount_minor >= 0 AND collected BETWEEN 0 AND quantity);
ALTER TABLE picks ADD CONSTRAINT picks_quantity CHECK (quantity > 0);
ALTER TABLE group_orders ADD CONSTRAINT group_orders_times CHECK (opens_at < cutoff_at AND cutoff_at <= pickup_from AND pickup_from < pickup_until);
ALTER TABLE group_orders ADD CONSTRAINT group_orders_minimum CHECK (minimum_orders >= 1);
ALTER TABLE group_counters ADD CONSTRAINT group_counters_positive CHECK (next_number >= 1 AND orders >= 0);
ALTER TABLE operator ADD CONSTRAINT operator_single CHECK (id = 1);

-- lib/domain/quantity.ts lineTotalMinor, for set-based work: price × quantity / per, rounded once, half to even.
CREATE FUNCTION line_total(price int, quantity int, per int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (whole + CASE WHEN 2 * rest > per OR (2 * rest = per AND whole % 2 = 1) THEN 1 ELSE 0 END)::int
  FROM (SELECT price::bigint * quantity / per AS whole, price::bigint * quantity % per AS rest) AS parts
$$;
