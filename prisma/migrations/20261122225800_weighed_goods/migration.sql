-- AlterTable
ALTER TABLE "offer_prices" ADD COLUMN     "tolerance_bps" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "order_lines" ADD COLUMN     "actual" INTEGER;

-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "tolerance_minor" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "products" ADD COLUMN     "tolerance_bps" INTEGER NOT NULL DEFAULT 0;

-- A tolerance of at most 30 %, and only for what is weighed; nobody weighs nothing.
ALTER TABLE "products" ADD CONSTRAINT "products_tolerance" CHECK (
  "tolerance_bps" BETWEEN 0 AND 3000 AND ("tolerance_bps" = 0 OR "unit" IN ('kg', 'jin', 'lb')));
ALTER TABLE "offer_prices" ADD CONSTRAINT "offer_prices_tolerance" CHECK ("tolerance_bps" BETWEEN 0 AND 3000);
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_actual" CHECK ("actual" > 0);
ALTER TABLE "orders" ADD CONSTRAINT "orders_tolerance" CHECK ("tolerance_minor" >= 0);

-- lib/domain/weighing.ts mostGrams and chargedQuantity, for set-based work and for checking.
CREATE FUNCTION most_grams(quantity int, tolerance_bps int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (quantity::bigint * (10000 + tolerance_bps) / 10000)::int;

CREATE FUNCTION charged_quantity(quantity int, actual int, tolerance_bps int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN actual IS NULL THEN quantity ELSE least(actual, most_grams(quantity, tolerance_bps)) END;
