import { beforeAll, expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { pickLists } from '#lib/queries/pick-list.ts'
import { combinedPurchaseList, purchaseList } from '#lib/queries/purchase-list.ts'
import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { cents, countBy, grouped, hasData, readRows, sum, sumBy } from './data.ts'
import { known, openShop, type PlacedOrder, placeAll, type ReplayShop, readers } from './shop.ts'

const LINES = 'complete-journey/transactions_sample.csv.gz'
const PRODUCTS = 'complete-journey/products.csv.gz'
const IN_FLIGHT = 64
/** Above it is fuel, sold by amounts that no group order knows (data/README.md). */
const MOST = 50

type Row = Record<
  'household_id' | 'store_id' | 'basket_id' | 'product_id' | 'quantity' | 'sales_value' | 'week',
  string
>
type Product = Record<'product_id' | 'product_category' | 'product_type', string>

const basketOf = (row: Row) => row.basket_id
const productOf = (row: Row) => row.product_id
const storeOf = (row: Row) => row.store_id
const unitsOf = (row: Row) => Number(row.quantity)
const moneyOf = (row: Row) => cents(row.sales_value)
/**
 * Unit prices are not always whole cents, so a line's value is the price of one: "3 tins for 4.00" is an offer of its
 * own, ordered once.
 */
const packOf = (row: Row) => `${row.product_id} × ${row.quantity} @ ${moneyOf(row)}`

/** The busiest week of a grocery chain, as one group order over all its stores. */
const isHere = hasData(LINES, PRODUCTS)
const replay = test.skipIf(!isHere)
let rows: Row[]
let shop: ReplayShop
let placed: PlacedOrder[]

beforeAll(async () => {
  if (!isHere) return
  rows = busiestWeek(readRows<keyof Row>(LINES))
  const names = new Map(readRows<keyof Product>(PRODUCTS).map((product) => [product.product_id, product]))
  const offers = [...grouped(rows, packOf)].map(([key, [row]]) => ({
    key,
    name: names.get(productOf(row as Row))?.product_type ?? '',
    priceMinor: moneyOf(row as Row),
  }))
  const orders = [...grouped(rows, basketOf)].map(([key, own]) => {
    const [{ household_id: shopper, store_id: station }] = own as [Row]
    return { key, shopper, station, lines: sumBy(own, packOf, () => 1) }
  })
  shop = await openShop(offers, orders)
  const start = performance.now()
  placed = await placeAll(shop, orders, IN_FLIGHT)
  const seconds = (performance.now() - start) / 1000
  const rate = Math.round(orders.length / seconds)
  console.info(
    `${orders.length} orders, ${rows.length} lines, ${offers.length} offers: ${rate} orders/s, ${IN_FLIGHT} in flight`,
  )
  const closing = performance.now()
  const outcome = await closeGroupOrder(shop.group.groupOrderId, { actorRole: 'system', early: true })
  console.info(`closed in ${Math.round(performance.now() - closing)} ms`)
  expect(outcome).toEqual({ ok: true, value: 'confirmed' })
}, 120_000)

replay('every basket is an order with a relay number of its own, and costs what was paid', () => {
  expect(placed.map(({ number }) => number).sort((a, b) => a - b)).toEqual(placed.map((_, index) => index + 1))
  expect(Object.fromEntries(placed.map(({ key, totalMinor }) => [key, totalMinor]))).toEqual(
    sumBy(rows, basketOf, moneyOf),
  )
})

const skuOf = ({ sku }: { sku: string }) => sku
const keyOf = ({ key }: { key: string }) => key
const productKey = ({ product }: { product: string }) => product
const quantityOf = ({ quantity }: { quantity: number }) => quantity

replay('demand of every product, in packs, in units, in orders and in money', async () => {
  const { admin } = await readers(shop.group)
  const purchase = await purchaseList(admin, shop.group.groupOrderId)
  const lines = purchase?.lines ?? []
  expect(sumBy(lines, skuOf, ({ ordered }) => ordered)).toEqual(sumBy(rows, packOf, () => 1))
  expect(sumBy(lines, skuOf, ({ orders }) => orders ?? 0)).toEqual(countBy(rows, packOf, basketOf))
  const parts = lines.map(({ sku, ordered, costMinor }) => {
    const [, product = '', units = ''] = /^(\d+) × (\d+) @/.exec(sku) ?? []
    return { product, units: Number(units) * ordered, costMinor }
  })
  expect(sumBy(parts, productKey, ({ units }) => units)).toEqual(sumBy(rows, productOf, unitsOf))
  expect(sumBy(parts, productKey, ({ costMinor }) => costMinor)).toEqual(sumBy(rows, productOf, moneyOf))
  expect(purchase?.costMinor).toBe(sum(rows.map(moneyOf)))
  const combined = await combinedPurchaseList(admin)
  expect(combined.lines.map(({ sku, ordered }) => [sku, ordered])).toEqual(
    lines.map(({ sku, ordered }) => [sku, ordered]),
  )
})

replay('pick lists: each store gets its own baskets, each basket its own goods', async () => {
  const { leader } = await readers(shop.group)
  const lists = await pickLists(leader, shop.group.groupOrderId)
  if (!lists) throw new Error('no pick lists')
  const stores = storeNames()
  const baskets = new Map(placed.map(({ orderId, key }) => [orderId, key]))
  const packs = new Map(lists.products.map(({ offerId, sku }) => [offerId, sku]))
  const served = lists.stations.map(({ stationId, ...rest }) => ({ ...rest, store: known(stores, stationId) }))
  expect(Object.fromEntries(served.map(({ store, orders }) => [store, orders.length]))).toEqual(
    countBy(rows, storeOf, basketOf),
  )
  const packed = served.flatMap(({ store, orders }) =>
    orders.flatMap(({ orderId, lines }) =>
      lines.map(({ offerId, quantity }) => ({
        key: `${store} ${known(baskets, orderId)} ${known(packs, offerId)}`,
        quantity,
      })),
    ),
  )
  expect(sumBy(packed, keyOf, quantityOf)).toEqual(
    sumBy(
      rows,
      (row) => `${storeOf(row)} ${basketOf(row)} ${packOf(row)}`,
      () => 1,
    ),
  )
  const totals = served.flatMap(({ store, totals: own }) =>
    own.map(({ offerId, quantity }) => ({ key: `${store} ${known(packs, offerId)}`, quantity })),
  )
  const perStore = sumBy(
    rows,
    (row) => `${storeOf(row)} ${packOf(row)}`,
    () => 1,
  )
  expect(sumBy(totals, keyOf, quantityOf)).toEqual(perStore)
})

replay('no two bags of a store carry one shelf label', async () => {
  const { rows } = await pool.query('select station_id, shelf from bags')
  expect(rows).toHaveLength(await db.order.count())
  expect(new Set(rows.map(({ station_id, shelf }) => `${station_id} ${shelf}`)).size).toBe(rows.length)
})

replay('each store is owed what the file says', async () => {
  const orders = await db.order.findMany({ select: { stationId: true, totalMinor: true, state: true } })
  expect(new Set(orders.map(({ state }) => state))).toEqual(new Set(['placed']))
  const stores = storeNames()
  const owed = orders.map(({ stationId, totalMinor }) => ({ key: known(stores, stationId), totalMinor }))
  expect(sumBy(owed, keyOf, ({ totalMinor }) => totalMinor)).toEqual(sumBy(rows, storeOf, moneyOf))
})

const storeNames = () => new Map([...shop.stationIds].map(([store, id]) => [id, store]))

/**
 * The week with most baskets, all stores together. Left out: nothing bought, fuel, and what a coupon made free, as no
 * offer here costs nothing.
 */
function busiestWeek(all: Row[]): Row[] {
  const groceries = all.filter((row) => unitsOf(row) > 0 && unitsOf(row) <= MOST && moneyOf(row) > 0)
  const baskets = countBy(groceries, (row) => row.week, basketOf)
  const [[week] = ['']] = Object.entries(baskets).sort(([, a], [, b]) => b - a)
  return groceries.filter((row) => row.week === week)
}
