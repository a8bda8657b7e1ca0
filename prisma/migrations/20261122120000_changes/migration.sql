-- What a group page shows is told to every server process as it changes (docs/adr/0008): NOTIFY on the channel `changes`,
-- delivered at commit, so that no use case can forget it. The order desk's own writes (group_counters, offer_counters,
-- stock.reserved, orders) tell nothing here: a NOTIFY takes a database-wide lock at commit, so the desk tells after it.

-- One notice for each thing that a statement changed. Arguments: topic, column that identifies it.
CREATE FUNCTION tell_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SELECT pg_notify(''changes'', %L || id::text) FROM (SELECT DISTINCT %I AS id FROM changed) AS each',
    TG_ARGV[0] || ':', TG_ARGV[1]);
  RETURN NULL;
END $$;

DO $$
DECLARE
  told record;
  event record;
BEGIN
  FOR told IN SELECT * FROM (VALUES
    ('group_orders', 'group', 'id'), ('offers', 'group', 'group_order_id'),
    ('group_order_stations', 'group', 'group_order_id'), ('questions', 'group', 'group_order_id'),
    ('products', 'product', 'id'), ('stations', 'station', 'id'), ('leaders', 'leader', 'id')
  ) AS t (relation, topic, id) LOOP
    FOR event IN SELECT * FROM (VALUES ('INSERT', 'NEW'), ('UPDATE', 'NEW'), ('DELETE', 'OLD')) AS e (name, which) LOOP
      EXECUTE format(
        'CREATE TRIGGER %I AFTER %s ON %I REFERENCING %s TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_changed(%L, %L)',
        told.relation || '_tell_' || lower(event.name), event.name, told.relation, event.which, told.topic, told.id);
    END LOOP;
  END LOOP;
END $$;

CREATE FUNCTION tell_price_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('changes', 'group:' || id)
  FROM (SELECT DISTINCT o.group_order_id AS id FROM changed c JOIN offers o ON o.id = c.offer_id) AS each;
  RETURN NULL;
END $$;
CREATE TRIGGER offer_prices_tell_insert AFTER INSERT ON offer_prices REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION tell_price_changed();
CREATE TRIGGER offer_prices_tell_update AFTER UPDATE ON offer_prices REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION tell_price_changed();

-- A group that fails or is cancelled gives its reserved stock back to other groups; one that arrives adds to the count
-- of groups its leader has run.
CREATE FUNCTION tell_group_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('changes', topic) FROM (
    SELECT DISTINCT 'product:' || o.product_id AS topic
    FROM changed c JOIN before b USING (id) JOIN offers o ON o.group_order_id = c.id
    WHERE c.state <> b.state AND c.state IN ('failed', 'cancelled') AND o.source = 'stock'
    UNION
    SELECT 'leader:' || c.leader_id FROM changed c JOIN before b USING (id)
    WHERE c.state <> b.state AND c.state = 'arrived'
  ) AS each;
  RETURN NULL;
END $$;
CREATE TRIGGER group_orders_tell_ended AFTER UPDATE ON group_orders REFERENCING OLD TABLE AS before NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION tell_group_ended();

-- Stock that came, was counted or spoiled. The desk moves `reserved` alone; a handing over moves both by the same.
CREATE FUNCTION tell_stock_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('changes', 'product:' || NEW.product_id);
  RETURN NULL;
END $$;
CREATE TRIGGER stock_tell_insert AFTER INSERT ON stock FOR EACH ROW EXECUTE FUNCTION tell_stock_changed();
CREATE TRIGGER stock_tell_update AFTER UPDATE ON stock FOR EACH ROW
  WHEN (OLD.on_hand <> NEW.on_hand AND OLD.on_hand - OLD.reserved <> NEW.on_hand - NEW.reserved)
  EXECUTE FUNCTION tell_stock_changed();

-- A nickname shown, hidden or changed, in the lists of those who joined.
CREATE FUNCTION tell_nickname_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('changes', 'group:' || id)
  FROM (SELECT DISTINCT group_order_id AS id FROM orders WHERE shopper_id = NEW.id) AS each;
  RETURN NULL;
END $$;
CREATE TRIGGER users_tell_nickname AFTER UPDATE ON users FOR EACH ROW
  WHEN (OLD.nickname IS DISTINCT FROM NEW.nickname OR OLD.show_nickname <> NEW.show_nickname)
  EXECUTE FUNCTION tell_nickname_changed();
