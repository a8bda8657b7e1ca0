import { beforeAll, expect, test, vi } from 'vitest'
import { db } from '#lib/db/client.ts'
import { shopperGate } from '#lib/queries/gates.ts'
import { ownOrders } from '#lib/queries/orders.ts'
import { pickLists } from '#lib/queries/pick-list.ts'
import { type PurchaseLine, purchaseList } from '#lib/queries/purchase-list.ts'
import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { cents, countBy, grouped, hasData, readRows, sum, sumBy } from './data.ts'
import { openShop, type PlacedOrder, placeAll, type ReplayShop, readers } from './shop.ts'

// A Shanghai operator: set before anything reads the environment.
vi.hoisted(() => Object.assign(process.env, { CURRENCY: 'CNY', TIME_ZONE: 'Asia/Shanghai', REGION: 'cn-sh' }))

const FILE = 'kuaituantuan-export/orders_masked.csv'
type Row = Record<'下单人' | '跟团号' | '商品' | '数量' | '商品金额', string>

const buyerOf = (row: Row) => row.下单人
/** One order per (跟团号, 下单人): neighbours who order together share a relay number (data/README.md). */
const orderOf = (row: Row) => `${row.跟团号}/${buyerOf(row)}`
/** One offer per (商品, 商品金额 / 数量). */
const offerOf = (row: Row) => `${row.商品}@${unitPriceOf(row)}`
const unitPriceOf = (row: Row) => cents(row.商品金额) / Number(row.数量)
const unitsOf = (row: Row) => Number(row.数量)
const moneyOf = (row: Row) => cents(row.商品金额)

/** A fruit group of Shanghai, May 2022: ordered, closed and bought again. */
const isHere = hasData(FILE)
const replay = test.skipIf(!isHere)
let rows: Row[]
let shop: ReplayShop
let placed: PlacedOrder[]

beforeAll(async () => {
  if (!isHere) return
  rows = readRows(FILE)
  const offers = [...grouped(rows, offerOf)].map(([key, [row]]) => {
    const { 商品: name } = row as Row
    return { key, name, priceMinor: unitPriceOf(row as Row) }
  })
  const orders = [...grouped(rows, orderOf)].map(([key, own]) => {
    const shopper = buyerOf(own[0] as Row)
    return { key, shopper, station: '嘉怡水岸·睿府', lines: sumBy(own, offerOf, unitsOf) }
  })
  shop = await openShop(offers, orders)
  // one after the other, as a leader's relay grows
  placed = await placeAll(shop, orders, 1)
}, 60_000)

const lists = async () => {
  const { leader, admin } = await readers(shop.group)
  const { groupOrderId } = shop.group
  const [purchase, picks] = [await purchaseList(admin, groupOrderId), await pickLists(leader, groupOrderId)]
  if (!purchase || !picks) throw new Error('no lists')
  // both who may read a list read the same
  expect((await purchaseList(leader, groupOrderId))?.lines).toEqual(purchase.lines)
  expect((await pickLists(admin, groupOrderId))?.stations).toEqual(picks.stations)
  return { purchase, picks }
}
const nameOf = ({ name }: PurchaseLine) => String((name as Record<string, string>)['zh-CN'])
const skuOf = ({ sku }: { sku: string }) => sku
const keyOf = ({ key }: { key: string }) => key
const orderedOf = ({ ordered }: PurchaseLine) => ordered
const quantityOf = ({ quantity }: { quantity: number }) => quantity

replay('the file is the one that is described: 119 units for 9,287.00', () => {
  expect(rows).toHaveLength(119)
  expect(sum(rows.map(unitsOf))).toBe(119)
  expect(sum(rows.map(moneyOf))).toBe(928_700)
  expect(shop.offerIds.size).toBe(19)
})

replay('80 orders with relay numbers 1 to 80, each total equal to its lines in the file', async () => {
  expect(placed.map(({ number }) => number)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1))
  expect(Object.fromEntries(placed.map(({ key, totalMinor }) => [key, totalMinor]))).toEqual(
    sumBy(rows, orderOf, moneyOf),
  )
})

replay('before the close the purchase list is live, and right', async () => {
  const { purchase, picks } = await lists()
  expect(purchase).toMatchObject({ soFar: true, state: 'open', currency: 'CNY', costMinor: 928_700 })
  expect(sumBy(purchase.lines, nameOf, orderedOf)).toEqual(sumBy(rows, (row) => row.商品, unitsOf))
  expect(picks.stations).toEqual([])
})

replay('it closes and goes ahead', async () => {
  const { groupOrderId, leaderUserId: actorId } = shop.group
  expect(await closeGroupOrder(groupOrderId, { actorId, actorRole: 'leader', early: true })).toEqual({
    ok: true,
    value: 'confirmed',
  })
})

replay('purchase list: every product in units and in money, to the cent', async () => {
  const { purchase } = await lists()
  expect(purchase).toMatchObject({ soFar: false, state: 'confirmed', currency: 'CNY', costMinor: 928_700 })
  const { lines } = purchase
  expect(sum(lines.map(orderedOf))).toBe(119)
  expect(sumBy(lines, skuOf, orderedOf)).toEqual(sumBy(rows, offerOf, unitsOf))
  expect(sumBy(lines, skuOf, ({ orders }) => orders ?? 0)).toEqual(countBy(rows, offerOf, orderOf))
  expect(sumBy(lines, nameOf, orderedOf)).toEqual(sumBy(rows, (row) => row.商品, unitsOf))
  expect(sumBy(lines, nameOf, ({ costMinor }) => costMinor)).toEqual(sumBy(rows, (row) => row.商品, moneyOf))
})

replay('pick list: every bag holds what its buyer ordered, and the station gets their sum', async () => {
  const { picks } = await lists()
  const [station, ...others] = picks.stations
  if (!station) throw new Error('no station')
  expect(others).toEqual([])
  expect(station.orders).toHaveLength(80)
  const orders = new Map(placed.map(({ orderId, key }) => [orderId, key]))
  const skus = new Map(picks.products.map(({ offerId, sku }) => [offerId, sku]))
  const packed = station.orders.flatMap(({ orderId, lines }) =>
    lines.map(({ offerId, quantity }) => ({ key: `${orders.get(orderId)} ${skus.get(offerId)}`, quantity })),
  )
  expect(sumBy(packed, keyOf, quantityOf)).toEqual(sumBy(rows, (row) => `${orderOf(row)} ${offerOf(row)}`, unitsOf))
  const totals = station.totals.map(({ offerId, quantity }) => ({ key: `${skus.get(offerId)}`, quantity }))
  expect(sumBy(totals, keyOf, quantityOf)).toEqual(sumBy(rows, offerOf, unitsOf))
})

replay('each buyer owes exactly what the file says', async () => {
  const owed = await Promise.all(
    [...shop.shopperIds].map(async ([buyer, userId]) => {
      const who = await shopperGate(userId)
      if (!who) throw new Error(`${buyer} is let in nowhere`)
      const orders = await ownOrders(who)
      for (const { lines, totalMinor } of orders)
        expect(totalMinor).toBe(sum(lines.map(({ amountMinor }) => amountMinor)))
      return [buyer, sum(orders.map(({ totalMinor }) => totalMinor))] as const
    }),
  )
  expect(Object.fromEntries(owed)).toEqual(sumBy(rows, buyerOf, moneyOf))
  expect(sum(owed.map(([, minor]) => minor))).toBe(928_700)
})

replay('what is sold, wanted and packed is one number per offer', async () => {
  const offers = await db.offer.findMany({
    include: { counter: true, lines: true, product: true },
  })
  const quantities = (some: { quantity: number }[]) => sum(some.map(({ quantity }) => quantity))
  const sold = offers.map(({ counter }) => counter?.sold)
  expect(sold).toHaveLength(19)
  expect(offers.map(({ lines }) => quantities(lines))).toEqual(sold)
  const demand = new Map((await db.demand.findMany()).map(({ productId, ordered }) => [productId, ordered]))
  expect(offers.map(({ product }) => demand.get(product.id))).toEqual(sold)
  const bags = (await lists()).picks.stations.flatMap(({ orders }) => orders.flatMap(({ lines }) => lines))
  expect(offers.map(({ id }) => quantities(bags.filter(({ offerId }) => offerId === id)))).toEqual(sold)
  expect(sum(sold.map(Number))).toBe(119)
})
