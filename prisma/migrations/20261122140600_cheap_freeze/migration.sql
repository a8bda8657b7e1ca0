-- lib/domain/quantity.ts lineTotalMinor, for set-based work: price × quantity / per, rounded once, half to even. One
-- expression, so that Postgres writes it into the statement instead of calling it for every line.
CREATE OR REPLACE FUNCTION line_total(price int, quantity int, per int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (price::bigint * quantity / per + CASE
  WHEN 2 * (price::bigint * quantity % per) > per
    OR (2 * (price::bigint * quantity % per) = per AND price::bigint * quantity / per % 2 = 1) THEN 1
  ELSE 0 END)::int;

-- A reached tier rewrites lines and totals at the freeze, a station the orders it hands over: with room on their pages the
-- new rows stay there and no index is touched.
ALTER TABLE "orders" SET (fillfactor = 80);
ALTER TABLE "order_lines" SET (fillfactor = 80);

-- Demand is summed up from lines that stand in the same transaction: checking each row again against its group order and
-- product cost as much as the sums themselves.
ALTER TABLE "demand" DROP CONSTRAINT "demand_group_order_id_fkey";
ALTER TABLE "demand" DROP CONSTRAINT "demand_product_id_fkey";
