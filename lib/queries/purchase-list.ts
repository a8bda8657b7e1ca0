import { pool } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import type { GroupState } from '#lib/domain/lifecycle.ts'
import { casesFor, lineTotalMinor, type Unit } from '#lib/domain/quantity.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor, ManagerOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { isId } from './gates.ts'

/** One product to buy. Quantities are pieces, or grams where the unit is weighed; money is minor units. */
export type PurchaseLine = {
  productId: string
  supplierId: string | null
  sku: string
  name: LocalText
  pack: LocalText
  picture: string | null
  tile: string
  unit: Unit
  /** What shoppers ordered, and in how many orders; orders are unknown before the cutoff. */
  ordered: number
  orders: number | null
  caseSize: number
  cases: number
  buy: number
  /** What the last case holds beyond the orders. */
  surplus: number
  caseCostMinor: number
  costMinor: number
}

export type PurchaseSupplier = {
  /** Null for products without a supplier. */
  supplierId: string | null
  name: LocalText
  terms: LocalText
  lines: PurchaseLine[]
  costMinor: number
}

export type PurchaseList = {
  lines: PurchaseLine[]
  suppliers: PurchaseSupplier[]
  costMinor: number
  currency: string
  /** When this was read. */
  at: Date
}

export type GroupPurchaseList = PurchaseList & {
  groupOrderId: string
  slug: string
  title: LocalText
  state: GroupState
  cutoffAt: Date
  boughtAt: Date | null
  timeZone: string
  /** The group still takes orders: the numbers are live and will grow. */
  soFar: boolean
}

export type CombinedPurchaseList = PurchaseList & {
  groups: { id: string; title: LocalText; closedAt: Date | null; timeZone: string }[]
}

type Row = Omit<PurchaseLine, 'cases' | 'buy' | 'surplus' | 'caseCostMinor' | 'costMinor'> & {
  unitCostMinor: number
  supplierName: LocalText | null
  supplierTerms: LocalText | null
}

type Amount = { groupOrderId: string; productId: string; ordered: number; orders: number | null }
type ProductFacts = Omit<Row, 'ordered' | 'orders'>

// Products are read apart from amounts: a city's evening orders few products thousands of times. Suppliers by name, what
// nobody supplies last; within one the dearest first would hide small lines, so by code.
const PRODUCTS = `select p.id as "productId", p.supplier_id as "supplierId", p.sku, p.name, p.pack, p.picture, p.tile, p.unit,
    p.case_size as "caseSize", p.cost_minor as "unitCostMinor", s.name as "supplierName", s.terms as "supplierTerms"
  from products p left join suppliers s on s.id = p.supplier_id where p.id = any($1::uuid[])
  order by s.name is null, s.name->>'en', s.id, p.sku`

/** While the group takes orders: the live counters, one row an offer (DESIGN, "Totals are kept as they change"). */
const LIVE = `select o.group_order_id as "groupOrderId", o.product_id as "productId", c.sold as ordered, null::int as orders
  from offers o join offer_counters c on c.offer_id = o.id
  where o.group_order_id = any($1::uuid[]) and o.source = 'presale' and c.sold > 0`

/** After the close: its frozen demand. */
const FROZEN = `select group_order_id as "groupOrderId", product_id as "productId", ordered, orders from demand
  where group_order_id = any($1::uuid[]) and ordered > 0`

/**
 * Every group that goes ahead and is not bought yet, summed before anything is rounded to cases. What a supplier was sent a
 * purchase order for is on its way, unless they bring none of it.
 */
const WAITING = `select '' as "groupOrderId", d.product_id as "productId", sum(d.ordered)::int as ordered, sum(d.orders)::int as orders
  from demand d join group_orders g on g.id = d.group_order_id
  where g.state = 'confirmed' and g.bought_at is null and not exists (
    select 1 from purchase_order_demand x join purchase_orders o on o.id = x.purchase_order_id
      join purchase_order_lines l on l.purchase_order_id = o.id and l.product_id = x.product_id
    where x.group_order_id = d.group_order_id and x.product_id = d.product_id and o.version > 0
      and coalesce(l.received, l.confirmed, 1) > 0)
  group by d.product_id having sum(d.ordered) > 0`

const TAKING_ORDERS: readonly GroupState[] = ['draft', 'scheduled', 'open']
const NOTHING_TO_BUY: readonly GroupState[] = ['failed', 'cancelled']

/**
 * What one group order makes the operator buy, by supplier, rounded up to cases.
 * @param who the duty `stock`, or who runs this very group
 * @param groupOrderId any text; undefined is answered for what is no group of theirs
 * @returns presale goods only: what is sold from stock is not bought again
 */
export async function purchaseList(
  who: ManagerOf | AdminFor<'stock'>,
  groupOrderId: string,
): Promise<GroupPurchaseList | undefined> {
  if (!isId(groupOrderId) || ('groupOrderId' in who && who.groupOrderId !== groupOrderId)) return undefined
  return (await listsOf([groupOrderId]))[0]
}

/** The purchase lists of many group orders in three statements, such as a city's evening; unknown ids are left out. */
export const manyPurchaseLists = (_who: AdminFor<'stock'>, groupOrderIds: string[]): Promise<GroupPurchaseList[]> =>
  listsOf(groupOrderIds.filter(isId))

type GroupRow = Omit<GroupPurchaseList, keyof PurchaseList | 'soFar'> & { currency: string; at: Date }

async function listsOf(ids: string[]): Promise<GroupPurchaseList[]> {
  const { rows: groups } = await pool.query<GroupRow>(
    `select id as "groupOrderId", slug, title, state, cutoff_at as "cutoffAt", bought_at as "boughtAt",
       time_zone as "timeZone", currency, clock_timestamp() as at from group_orders where id = any($1::uuid[])`,
    [ids],
  )
  const live = groups.filter(({ state }) => TAKING_ORDERS.includes(state))
  const frozen = groups.filter(({ state }) => !TAKING_ORDERS.includes(state) && !NOTHING_TO_BUY.includes(state))
  const [liveAmounts, frozenAmounts] = await Promise.all([amountsOf(LIVE, live), amountsOf(FROZEN, frozen)])
  const rows = await withProducts([...liveAmounts, ...frozenAmounts])
  return groups.map((group) => {
    const soFar = TAKING_ORDERS.includes(group.state)
    return { ...group, soFar, ...listOf(rows.get(group.groupOrderId) ?? [], group.currency, group.at) }
  })
}

async function amountsOf(text: string, groups: GroupRow[]): Promise<Amount[]> {
  if (groups.length === 0) return []
  return (await pool.query<Amount>(text, [groups.map(({ groupOrderId }) => groupOrderId)])).rows
}

/** @returns by group order, in the order in which a list is read */
async function withProducts(amounts: Amount[]): Promise<Map<string, Row[]>> {
  const ids = [...new Set(amounts.map(({ productId }) => productId))]
  const { rows: products } = await pool.query<ProductFacts>(PRODUCTS, [ids])
  const place = new Map(products.map((product, index) => [product.productId, { product, index }]))
  const placed = amounts.flatMap(({ groupOrderId, productId, ordered, orders }) => {
    const found = place.get(productId)
    return found ? [{ groupOrderId, index: found.index, row: { ...found.product, ordered, orders } }] : []
  })
  placed.sort((a, b) => a.index - b.index)
  const byGroup = Map.groupBy(placed, ({ groupOrderId }) => groupOrderId)
  return new Map([...byGroup].map(([id, own]) => [id, own.map(({ row }) => row)]))
}

/**
 * What all closed and not yet bought groups together make the operator buy: rounded to cases once, over all of them
 * (DESIGN, "The order desk").
 */
export async function combinedPurchaseList(_who: AdminFor<'stock'>): Promise<CombinedPurchaseList> {
  const [amounts, groups, at] = await Promise.all([
    pool.query<Amount>(WAITING),
    pool.query<CombinedPurchaseList['groups'][number]>(
      `select id, title, closed_at as "closedAt", time_zone as "timeZone" from group_orders
       where state = 'confirmed' and bought_at is null order by closed_at, id`,
    ),
    now(),
  ])
  const rows = await withProducts(amounts.rows)
  return { groups: groups.rows, ...listOf(rows.get('') ?? [], env.CURRENCY, at) }
}

function listOf(rows: Row[], currency: string, at: Date): PurchaseList {
  const suppliers: PurchaseSupplier[] = []
  for (const row of rows) {
    const line = lineOf(row)
    let last = suppliers.at(-1)
    if (!last || last.supplierId !== line.supplierId) {
      const { supplierId, supplierName, supplierTerms } = row
      last = { supplierId, name: supplierName ?? '', terms: supplierTerms ?? '', lines: [], costMinor: 0 }
      suppliers.push(last)
    }
    last.lines.push(line)
    last.costMinor += line.costMinor
  }
  return {
    suppliers,
    lines: suppliers.flatMap((supplier) => supplier.lines),
    costMinor: suppliers.reduce((sum, supplier) => sum + supplier.costMinor, 0),
    currency,
    at,
  }
}

function lineOf({ unitCostMinor, supplierName: _name, supplierTerms: _terms, ...row }: Row): PurchaseLine {
  const cases = casesFor(row.ordered, row.caseSize)
  // A supplier bills by the case, so it is the case's cost that is rounded, once.
  const caseCostMinor = lineTotalMinor(unitCostMinor, row.caseSize, row.unit)
  return { ...row, ...cases, caseCostMinor, costMinor: caseCostMinor * cases.cases }
}
