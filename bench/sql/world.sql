-- The benchmark's world, made by set-based SQL in seconds. Everything has an id that can be computed, so that a load
-- generator without a UUID type (pgbench) can name it.

create schema bench;

create function bench.id(kind int, n bigint) returns uuid language sql immutable parallel safe as
$$ select ('0190' || lpad(to_hex(kind), 4, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;

create function bench.user_id(n bigint) returns uuid language sql immutable parallel safe as $$ select bench.id(1, n) $$;
create function bench.leader_id(n bigint) returns uuid language sql immutable parallel safe as $$ select bench.id(2, n) $$;
create function bench.station_id(n bigint) returns uuid language sql immutable parallel safe as $$ select bench.id(3, n) $$;
create function bench.supplier_id(n bigint) returns uuid language sql immutable parallel safe as $$ select bench.id(4, n) $$;
create function bench.product_id(n bigint) returns uuid language sql immutable parallel safe as $$ select bench.id(5, n) $$;
create function bench.group_id(n bigint) returns uuid language sql immutable parallel safe as $$ select bench.id(6, n) $$;
-- position is below 1000
create function bench.offer_id(group_no bigint, place int) returns uuid language sql immutable parallel safe as
$$ select bench.id(7, group_no * 1000 + place) $$;
create function bench.order_id(n bigint) returns uuid language sql immutable parallel safe as $$ select bench.id(8, n) $$;

-- Every eighth product is weighed: 500 g of it in a line; else one to three pieces.
create function bench.quantity(product_no bigint, chance bigint) returns int language sql immutable parallel safe as
$$ select case when product_no % 8 = 0 then 500 else (chance % 3 + 1)::int end $$;

-- Suppliers, products, stations, shoppers (one in two reads Chinese), one leader and one admin who may see every list.
create procedure bench.make_base(products int, stations int, shoppers int) language plpgsql as $$
begin
  insert into suppliers (id, name, region)
    select bench.supplier_id(n), jsonb_build_object('en', 'Supplier ' || n, 'zh-CN', '供应商 ' || n), 'ca-bc' from generate_series(1, 20) n;
  insert into products (id, sku, supplier_id, name, pack, origin, unit, price_minor, cost_minor, case_size, storage, region, updated_at)
    select bench.product_id(n), 'B-' || lpad(n::text, 4, '0'), bench.supplier_id(n % 20 + 1),
      jsonb_build_object('en', 'Product number ' || n, 'zh-CN', '商品 ' || n),
      jsonb_build_object('en', '1 kg bag', 'zh-CN', '1 千克袋装'), jsonb_build_object('en', 'Fraser Valley', 'zh-CN', '菲沙河谷'),
      case when n % 8 = 0 then 'kg' else 'piece' end, 300 + n * 7 % 900, 200 + n * 7 % 600, case when n % 8 = 0 then 10000 else 12 end,
      'ambient', 'ca-bc', now()
    from generate_series(1, products) n;
  insert into stations (id, name, address, time_zone, region)
    select bench.station_id(n), jsonb_build_object('en', 'Station ' || n, 'zh-CN', '自提点 ' || n),
      jsonb_build_object('en', n || ' Maple Lane', 'zh-CN', '枫叶巷 ' || n || ' 号'), 'America/Vancouver', 'ca-bc'
    from generate_series(1, stations) n;
  insert into users (id, email, name, locale, region)
    select bench.user_id(n), 'shopper' || n || '@bench.example', 'Lin Wei ' || n, case when n % 2 = 0 then 'zh-CN' else 'en' end, 'ca-bc'
    from generate_series(1, shoppers) n;
  insert into users (id, email, name, region) values
    (bench.user_id(0), 'ada@bench.example', 'Ada', 'ca-bc'), (bench.leader_id(0), 'mei@bench.example', 'Mei', 'ca-bc');
  insert into duties (user_id, duty) select bench.user_id(0), unnest(enum_range(null::"DutyName"));
  insert into leaders (id, user_id, name, community, state, region, decided_at) values
    (bench.leader_id(1), bench.leader_id(0), '{"en": "Mei", "zh-CN": "梅姐"}', '{"en": "Maple Lane", "zh-CN": "枫叶巷"}', 'approved', 'ca-bc', now());
end $$;

-- Group orders first … first + count - 1 with offers each, on one station each; one offer in four has a tier, one in ten
-- a cap and a limit. A cutoff in the past makes them due.
create procedure bench.make_groups(first int, count int, offers int, products int, stations int, cutoff interval) language plpgsql as $$
declare
  at timestamptz := clock_timestamp();
begin
  insert into group_orders (id, slug, leader_id, title, story, state, opens_at, cutoff_at, pickup_from, pickup_until, time_zone,
      currency, minimum_orders, code_secret, region, created_at, updated_at)
    select bench.group_id(n), 'bench-' || n, bench.leader_id(1),
      jsonb_build_object('en', 'Saturday farm box ' || n, 'zh-CN', '周六农场箱 ' || n),
      jsonb_build_object('en', 'Picked on Friday, on your doorstep on Saturday.', 'zh-CN', '周五采摘，周六到家。'), 'open',
      at - interval '2 days', at + cutoff, at + cutoff + interval '14 hours', at + cutoff + interval '17 hours', 'America/Vancouver',
      'CAD', 1, md5('secret' || n), 'ca-bc', at - interval '3 days', at
    from generate_series(first, first + count - 1) n;
  insert into group_counters (group_order_id) select bench.group_id(n) from generate_series(first, first + count - 1) n;
  insert into group_order_stations (group_order_id, station_id)
    select bench.group_id(n), bench.station_id(n % stations + 1) from generate_series(first, first + count - 1) n;
  insert into offers (id, group_order_id, product_id, position, cap, limit_per_shopper)
    select bench.offer_id(n, p), bench.group_id(n), bench.product_id((n::bigint * offers + p) % products + 1), p,
      case when p % 10 = 3 then 1000000000 end, case when p % 10 = 3 then 100000 end
    from generate_series(first, first + count - 1) n, generate_series(0, offers - 1) p;
  insert into offer_prices (offer_id, version, price_minor, tiers, cost_minor)
    select o.id, 1, p.price_minor,
      case when o.position % 6 = 0 then jsonb_build_array(jsonb_build_object('from', 20, 'priceMinor', p.price_minor - 20)) else '[]' end,
      p.cost_minor
    from offers o join products p on p.id = o.product_id
    where o.group_order_id in (select bench.group_id(n) from generate_series(first, first + count - 1) n);
  insert into offer_counters (offer_id)
    select bench.offer_id(n, p) from generate_series(first, first + count - 1) n, generate_series(0, offers - 1) p;
end $$;

-- orders_each orders in each of the groups, three lines each, in the order of an evening: the groups' orders alternate, as
-- neighbours order at the same time in all of them. Counters are what the desk would have left.
create procedure bench.make_orders(first int, count int, offers int, products int, shoppers int, orders_each int) language plpgsql as $$
declare
  indexes text[];
  statement text;
begin
  -- a million rows go in ten times as fast without them, and they come out as tidy as ever
  select array_agg(pg_get_indexdef(i.indexrelid)) into indexes
    from pg_index i where i.indrelid in ('orders'::regclass, 'order_lines'::regclass) and not i.indisprimary;
  for statement in select 'drop index ' || i.indexrelid::regclass
    from pg_index i where i.indrelid in ('orders'::regclass, 'order_lines'::regclass) and not i.indisprimary
  loop execute statement; end loop;

  create temporary table plan on commit drop as
    select n, first + n % count as group_no, n / count + 1 as number, hashint8(n)::bigint + 2147483648 as chance
    from generate_series(0, count * orders_each - 1) n;
  -- what a line can come to: few different ones, so that none is computed twice
  create temporary table amounts on commit drop as
    select n as product_no, q as quantity, p.price_minor, line_total(p.price_minor, q, case p.unit when 'kg' then 1000 else 1 end) as amount
    from generate_series(1, products) n join products p on p.id = bench.product_id(n), unnest(array[1, 2, 3, 500]) q;
  create temporary table line_plan on commit drop as
    select plan.n, bench.offer_id(group_no, place) as offer_id, quantity, price_minor, amount
    from plan, generate_series(0, 2) k,
      lateral (select (k * (offers / 3) + chance / (k + 1) % (offers / 3))::int as place) a,
      lateral (select (group_no::bigint * offers + place) % products + 1 as product_no) b
      join amounts using (product_no)
    where quantity = bench.quantity(product_no, chance / 7 + k);
  analyze plan;
  analyze line_plan;
  insert into order_lines (order_id, offer_id, quantity, price_version, price_minor, amount_minor)
    select bench.order_id(n), offer_id, quantity, 1, price_minor, amount from line_plan order by n;
  insert into orders (id, group_order_id, shopper_id, station_id, number, pickup_code, pickup_secret, name, contact, currency,
      total_minor, answered_minor, idempotency_key, body_hash, placed_at, region)
    select bench.order_id(n), bench.group_id(group_no), u.id, s.station_id, number, (1000 + number)::text, md5(n::text), u.name, u.email,
      'CAD', t.total, t.total, 'bench:' || lpad(n::text, 12, '0'), md5('body' || n) || md5(n::text),
      g.cutoff_at - interval '1 hour' + n * interval '30 minutes' / (count * orders_each), 'ca-bc'
    from plan join users u on u.id = bench.user_id(n % shoppers + 1)
    join group_orders g on g.id = bench.group_id(group_no)
    join group_order_stations s on s.group_order_id = g.id
    join (select n, sum(amount)::int as total from line_plan group by 1) t using (n)
    order by n;
  update offer_counters c set sold = s.sold from (
      select offer_id, sum(quantity)::int as sold from line_plan group by 1) s where s.offer_id = c.offer_id;
  update group_counters c set next_number = orders_each + 1, orders = orders_each from (
      select bench.group_id(n) as id from generate_series(first, first + count - 1) n) g where g.id = c.group_order_id;
  foreach statement in array indexes loop execute statement; end loop;
end $$;
