import { GONE_DEMAND, LIVING } from '#lib/db/purchase-order-rows.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { UNITS } from '#lib/domain/quantity.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { auditSql } from '../audit.ts'
import { touch } from './rows.ts'

/** Demand of groups that go ahead and that no purchase order holds yet, with its supplier and the day it is picked up. $1: zone */
const FRESH = `select d.group_order_id, d.product_id, d.ordered, p.supplier_id, (g.pickup_from at time zone $1)::date as day
  from demand d join group_orders g on g.id = d.group_order_id join products p on p.id = d.product_id
  where g.state = 'confirmed' and g.bought_at is null and d.ordered > 0 and p.supplier_id is not null
    and not exists (select 1 from purchase_order_demand x where x.group_order_id = d.group_order_id and x.product_id = d.product_id)`

/**
 * Gathers what closed groups need into purchase orders: one for each supplier and day of pickup, over all groups, rounded to
 * cases once (DESIGN, "The order desk"). What was sent already takes on what came later and is sent again as a difference.
 * What groups that were called off since needed is taken out. A few statements however many groups; each group's demand is
 * in one purchase order at most, whoever gathers at the same time.
 * @returns how many purchase orders changed. Refuses NOTHING_TO_GATHER
 */
export const gatherPurchaseOrders = (
  who: AdminFor<'stock'>,
): Promise<Outcome<{ purchaseOrders: number }, { code: 'NOTHING_TO_GATHER' }>> =>
  sqlTransaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('purchase orders', 8))`)
    await tx.query(`select 1 from purchase_orders where state in ${LIVING} order by id for update`)
    const changed = new Set([...(await takeOut(tx)), ...(await takeIn(tx))])
    if (changed.size === 0) return refuse({ code: 'NOTHING_TO_GATHER' })
    const ids = [...changed]
    await plan(tx, ids)
    await touch(tx, ids)
    const { rows: empty } = await tx.query<{ id: string }>(
      `delete from purchase_orders o where o.id = any($1::uuid[]) and o.version = 0
         and not exists (select 1 from purchase_order_lines l where l.purchase_order_id = o.id) returning o.id`,
      [ids],
    )
    await auditSql(
      tx,
      ids.map((id) => ({
        ...actorOf(who, 'admin'),
        action: 'purchase_order.gather',
        subjectType: 'purchase_order',
        subjectId: id,
        ...(empty.some((each) => each.id === id) && { data: { isEmpty: true } }),
      })),
    )
    return accept({ purchaseOrders: ids.length })
  })

/** @returns the purchase orders that lost something */
async function takeOut(tx: SqlTx): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `with gone as (${GONE_DEMAND}),
     out as (delete from purchase_order_demand x using gone
       where x.group_order_id = gone.group_order_id and x.product_id = gone.product_id returning x.purchase_order_id)
     select distinct purchase_order_id as id from out`,
  )
  return rows.map(({ id }) => id)
}

/** @returns the purchase orders that got something, the new ones included */
async function takeIn(tx: SqlTx): Promise<string[]> {
  const { rows: missing } = await tx.query<{ supplierId: string; day: string }>(
    `with fresh as (${FRESH})
     select distinct supplier_id as "supplierId", to_char(day, 'YYYY-MM-DD') as day from fresh
     where not exists (select 1 from purchase_orders o
       where o.supplier_id = fresh.supplier_id and o.delivery_on = fresh.day and o.state in ${LIVING})`,
    [env.TIME_ZONE],
  )
  await tx.query(
    `insert into purchase_orders (id, supplier_id, delivery_on, currency, region)
     select id, supplier, day, $4, $5 from unnest($1::uuid[], $2::uuid[], $3::date[]) as n(id, supplier, day)`,
    [
      missing.map(() => newId()),
      missing.map(({ supplierId }) => supplierId),
      missing.map(({ day }) => day),
      env.CURRENCY,
      env.REGION,
    ],
  )
  const { rows } = await tx.query<{ id: string }>(
    `with fresh as (${FRESH}),
     taken as (insert into purchase_order_demand (group_order_id, product_id, purchase_order_id, ordered)
       select fresh.group_order_id, fresh.product_id, o.id, fresh.ordered from fresh join purchase_orders o
         on o.supplier_id = fresh.supplier_id and o.delivery_on = fresh.day and o.state in ${LIVING}
       returning purchase_order_id)
     select distinct purchase_order_id as id from taken`,
    [env.TIME_ZONE],
  )
  return rows.map(({ id }) => id)
}

/**
 * Adds the demand up again. What was sent keeps its case and price as agreed; a draft takes the catalogue's of now. $1: ids.
 * The cost of a case is price × case, rounded once, half to even, by the database's own line_total.
 */
async function plan(tx: SqlTx, ids: string[]): Promise<void> {
  await tx.query(
    `insert into purchase_order_lines as l (purchase_order_id, product_id, ordered, case_size, case_cost_minor)
     select x.purchase_order_id, x.product_id, sum(x.ordered)::int, p.case_size, line_total(p.cost_minor, p.case_size, u.per)
     from purchase_order_demand x join products p on p.id = x.product_id
     join unnest($2::text[], $3::int[]) as u(unit, per) on u.unit = p.unit
     where x.purchase_order_id = any($1::uuid[]) group by 1, 2, p.case_size, p.cost_minor, u.per
     on conflict (purchase_order_id, product_id) do update set ordered = excluded.ordered,
       case_size = case when (select version from purchase_orders o where o.id = l.purchase_order_id) = 0 then excluded.case_size else l.case_size end,
       case_cost_minor = case when (select version from purchase_orders o where o.id = l.purchase_order_id) = 0 then excluded.case_cost_minor else l.case_cost_minor end`,
    [ids, Object.keys(UNITS), Object.values(UNITS).map(({ perPrice }) => perPrice)],
  )
  await tx.query(
    `update purchase_order_lines l set ordered = 0 where l.purchase_order_id = any($1::uuid[]) and not exists (
       select 1 from purchase_order_demand x where x.purchase_order_id = l.purchase_order_id and x.product_id = l.product_id)`,
    [ids],
  )
  await tx.query(
    `delete from purchase_order_lines l using purchase_orders o
     where o.id = l.purchase_order_id and o.id = any($1::uuid[]) and o.version = 0 and l.ordered = 0 and l.extra_cases <= 0`,
    [ids],
  )
}
