-- The limit: all that placing one order must do, as one function call and one transaction. Two flavours do the same work
-- on the same tables as the order desk:
--   lean   counters, order and lines; relay numbers come from a sequence, which no order waits for
--   whole  also the relay number from the group's counter, the audit entry and the message to the shopper
-- Refusals are exceptions: the load generators only ask for what can be had.

create sequence bench.numbers cache 100;

-- Ids that sort by time where the server has them (PostgreSQL 18), as the shop's own do.
do $$ begin
  if current_setting('server_version_num')::int >= 180000 then
    create function bench.new_id() returns uuid language sql volatile as 'select uuidv7()';
  else
    create function bench.new_id() returns uuid language sql volatile as 'select gen_random_uuid()';
  end if;
end $$;

create function bench.place_order(in_whole boolean, in_group uuid, in_key text, in_shopper uuid, in_station uuid, in_name text,
  in_contact text, in_offers uuid[], in_quantities int[]) returns table (order_id uuid, number int, total_minor int)
language plpgsql as $$
declare
  group_row record;
  line record;
  offer_ids uuid[] := '{}';
  quantities int[] := '{}';
  versions int[] := '{}';
  prices int[] := '{}';
  amounts int[] := '{}';
  new_order uuid := bench.new_id();
  new_number int;
  total int := 0;
begin
  perform pg_advisory_xact_lock_shared(hashtextextended(in_group::text, 7));

  return query select o.id, o.number, o.answered_minor from orders o where o.idempotency_key = in_key;
  if found then return; end if;

  for line in
    select o.id, in_quantities[array_position(in_offers, o.id)] as quantity, o.price_version, v.price_minor, p.unit, o.cap,
      o.limit_per_shopper, c.sold, o.withdrawn_at
    from offers o
    join offer_counters c on c.offer_id = o.id
    join products p on p.id = o.product_id
    join offer_prices v on v.offer_id = o.id and v.version = o.price_version
    where o.id = any(in_offers) and o.group_order_id = in_group order by o.id for update of c
  loop
    if line.withdrawn_at is not null then raise exception 'NOT_OFFERED'; end if;
    if line.sold + line.quantity > line.cap then raise exception 'SOLD_OUT'; end if;
    if line.limit_per_shopper is not null and line.quantity + (
        select coalesce(sum(l.quantity), 0) from orders o join order_lines l on l.order_id = o.id
        where o.shopper_id = in_shopper and o.group_order_id = in_group and o.state <> 'cancelled' and l.offer_id = line.id
      ) > line.limit_per_shopper then raise exception 'OVER_LIMIT'; end if;
    offer_ids := offer_ids || line.id;
    quantities := quantities || line.quantity;
    versions := versions || line.price_version;
    prices := prices || line.price_minor;
    amounts := amounts || line_total(line.price_minor, line.quantity, case line.unit when 'kg' then 1000 when 'jin' then 500 when 'lb' then 454 else 1 end);
    total := total + amounts[array_upper(amounts, 1)];
  end loop;
  if cardinality(offer_ids) <> cardinality(in_offers) then raise exception 'NOT_OFFERED'; end if;

  -- the clock is read after the locks, as the desk does
  select g.*, (select s.name from group_order_stations gs join stations s on s.id = gs.station_id
      where gs.group_order_id = g.id and gs.station_id = in_station) as station
    into group_row from group_orders g where g.id = in_group;
  if group_row.state not in ('open', 'scheduled') or clock_timestamp() < group_row.opens_at then raise exception 'NOT_OPEN'; end if;
  if clock_timestamp() >= group_row.cutoff_at then raise exception 'CUTOFF_PASSED'; end if;
  if group_row.station is null then raise exception 'WRONG_STATION'; end if;

  update offer_counters c set sold = c.sold + n.quantity
    from unnest(offer_ids, quantities) as n(id, quantity) where c.offer_id = n.id;
  if in_whole then
    update group_counters c set next_number = next_number + 1, orders = orders + 1 where c.group_order_id = in_group
      returning next_number - 1 into new_number;
  else
    new_number := nextval('bench.numbers');
  end if;
  insert into orders (id, group_order_id, shopper_id, station_id, number, pickup_code, pickup_secret, name, contact, currency,
      total_minor, answered_minor, idempotency_key, body_hash, placed_at, region)
    values (new_order, in_group, in_shopper, in_station, new_number, (1000 + new_number)::text, md5(new_order::text), in_name, in_contact,
      group_row.currency, total, total, in_key, md5(in_key) || md5(in_key), clock_timestamp(), group_row.region);
  insert into order_lines (order_id, offer_id, quantity, price_version, price_minor, amount_minor)
    select new_order, * from unnest(offer_ids, quantities, versions, prices, amounts);
  if in_whole then
    insert into audit_entries (id, actor_id, actor_role, action, subject_type, subject_id, data, region)
      values (bench.new_id(), in_shopper, 'shopper', 'order.place', 'order', new_order::text, jsonb_build_object('totalMinor', total), group_row.region);
    insert into messages (id, user_id, channel, "to", template, locale, facts)
      values (bench.new_id(), in_shopper, 'email', in_contact, 'orderPlaced', 'en', jsonb_build_object('number', new_number,
        'group', jsonb_build_object('text', group_row.title), 'total', jsonb_build_object('money', total, 'currency', group_row.currency),
        'code', 1000 + new_number, 'station', jsonb_build_object('text', group_row.station),
        'pickup', jsonb_build_object('window', jsonb_build_array(group_row.pickup_from, group_row.pickup_until), 'zone', group_row.time_zone),
        'cutoff', jsonb_build_object('when', group_row.cutoff_at, 'zone', group_row.time_zone),
        'url', jsonb_build_object('path', '/orders/' || new_order)));
  end if;
  return query select new_order, new_number, total;
end $$;

-- For pgbench, which has no UUIDs: the group's number, the shopper's, and the places of three offers of 200 (the product of
-- place p is number p + 1).
create function bench.place_numbered(in_whole boolean, group_no int, shopper_no int, a int, b int, c int) returns int
language sql volatile as $$
  select number from bench.place_order(in_whole, bench.group_id(group_no), gen_random_uuid()::text, bench.user_id(shopper_no),
    (select station_id from group_order_stations where group_order_id = bench.group_id(group_no) limit 1),
    'Lin Wei ' || shopper_no, 'shopper' || shopper_no || '@bench.example',
    array[bench.offer_id(group_no, a), bench.offer_id(group_no, b), bench.offer_id(group_no, c)],
    array[bench.quantity(a + 1, 0), bench.quantity(b + 1, 0), bench.quantity(c + 1, 0)])
$$;

-- For a route or a form, which knows a person by their address.
create function bench.place_for(in_whole boolean, in_group uuid, in_key text, in_email text, in_station uuid, in_name text,
  in_offers uuid[], in_quantities int[]) returns table (order_id uuid, number int, total_minor int)
language sql volatile as $$
  select p.* from users u, bench.place_order(in_whole, in_group, in_key, u.id, in_station, in_name, in_email, in_offers, in_quantities) p
  where u.email = in_email
$$;
