import fc from 'fast-check'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { checkTiers } from '#lib/domain/pricing.ts'
import { newId } from '#lib/infra/ids.ts'
import { tryCoupon } from '#lib/queries/coupon.ts'
import { shopperGate } from '#lib/queries/gates.ts'
import { type GroupView, groupPage } from '#lib/queries/group-page.ts'
import { ownOrder } from '#lib/queries/orders.ts'
import { keeperOf, tillOf } from '#lib/usecases/collection/collection.fixture.ts'
import { confirmArrival } from '#lib/usecases/collection/confirm-arrival.ts'
import { handOver } from '#lib/usecases/collection/hand-over.ts'
import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { weigh } from '#lib/usecases/weighing/weigh.ts'
import { makeCarrier } from '#prisma/factories/carrier.ts'
import { makeCoupon } from '#prisma/factories/coupon.ts'
import { type MadeGroup, makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { basketView, linesToPrice } from './basket-lines.ts'

const offers = fc.array(
  fc
    .record({
      priceMinor: fc.integer({ min: 20, max: 3_000 }),
      depositMinor: fc.constantFrom(0, 0, 25),
      unit: fc.constantFrom('piece' as const, 'kg' as const),
      tierBy: fc.constantFrom('orders' as const, 'quantity' as const),
      from: fc.integer({ min: 2, max: 4 }),
      off: fc.integer({ min: 1, max: 15 }),
      toleranceBps: fc.constantFrom(0, 700, 3_000),
    })
    .map(({ from, off, unit, tierBy, priceMinor, depositMinor, toleranceBps }) => {
      const step = unit === 'kg' && tierBy === 'quantity' ? 100 : 1
      const tiers = [{ from: from * step, priceMinor: priceMinor - off }]
      const extras = unit === 'kg' ? { depositMinor: 0, toleranceBps } : { depositMinor }
      return { priceMinor, ...extras, tierBy, tiers, product: { unit } }
    })
    .filter((offer) => checkTiers(offer).ok),
  { minLength: 1, maxLength: 3 },
)
const baskets = fc.array(
  fc.record({
    quantities: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 }),
    hasCoupon: fc.boolean(),
    isCarried: fc.boolean(),
    /** What a scale says of it, percent of what was ordered. */
    percent: fc.integer({ min: 1, max: 200 }),
  }),
  { minLength: 1, maxLength: 4 },
)

type Chosen = Record<string, number>
type Ordered = {
  orderId: string
  shopperId: string
  basket: Chosen
  couponCode: string | undefined
  percent: number
  /** At most, as the basket said. */
  mostMinor: number
}

const fresh = async (slug: string): Promise<GroupView> => {
  const group = await groupPage(slug)
  if (!group) throw new Error('the group is not there')
  return group
}

/** What list and basket show at this moment, to whoever asks. */
async function shown(slug: string, basket: Chosen, couponCode: string | undefined) {
  const group = await fresh(slug)
  const asked = { groupOrderId: group.id, lines: linesToPrice(group, basket), orders: group.orders }
  const coupon = couponCode ? await tryCoupon(undefined, couponCode, asked) : undefined
  const view = basketView(group, basket, coupon?.terms)
  for (const { offer, amountMinor, quantity } of view.lines)
    if (offer.unit === 'piece') expect(amountMinor).toBe(offer.priceMinor * quantity)
  const [mostMinor, mostLiveMinor] = [view.heldMinor, view.totalMinor + view.toleranceMinor]
  return { totalMinor: view.totalMinor, mostMinor, mostLiveMinor, mayUse: coupon?.terms !== undefined }
}

test('list, basket, checkout, receipt, freeze, scale and books say one price, whoever asks (RULES P3, M6)', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(offers, baskets, async (stall, wanted) => {
      const group = await makeOpenGroup(db, { offers: stall })
      const { code } = await makeCoupon(db, { bps: 700, limitPerShopper: 1 })
      const carrier = await makeCarrier(db, { groupOrderId: group.groupOrderId })
      const placed: Ordered[] = []
      for (const { quantities, hasCoupon, isCarried, percent } of wanted) {
        const lines = group.offers.flatMap(({ offerId }, index) => {
          const quantity = (quantities[index] ?? 0) * (stall[index]?.product.unit === 'kg' ? 100 : 1)
          return quantity > 0 ? [{ offerId, quantity }] : []
        })
        if (lines.length === 0) continue
        const basket = Object.fromEntries(lines.map(({ offerId, quantity }) => [offerId, quantity]))
        const before = await shown(group.slug, basket, hasCoupon ? code : undefined)
        const couponCode = before.mayUse ? code : undefined
        const { mostMinor } = before
        const { id: shopperId } = await makeUser(db)
        const answer = await orderDesk.place({
          ...{ groupOrderId: group.groupOrderId, shopperId, stationId: group.stationId, lines, couponCode },
          ...(isCarried && { carrierCode: carrier.code }),
          ...{
            key: `price:${newId()}`,
            name: 'Lin',
            contact: '',
            locale: 'en',
            shownTotalMinor: before.totalMinor,
            shownMostMinor: before.mostLiveMinor,
          },
        })
        // the checkout charges what the basket showed
        expect(answer).toMatchObject({ ok: true, value: { totalMinor: before.totalMinor } })
        if (answer.ok) placed.push({ orderId: answer.value.orderId, shopperId, basket, couponCode, percent, mostMinor })
      }
      // whoever looks now sees for this basket what its own receipt says
      const open = await Promise.all(
        placed.map(async ({ basket, couponCode }) => (await shown(group.slug, basket, couponCode)).totalMinor),
      )
      expect(await receipts(placed)).toEqual(open)
      await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
      expect(await receipts(placed)).toEqual(open)
      const frozen = await db.order.findMany({
        where: { groupOrderId: group.groupOrderId },
        orderBy: { number: 'asc' },
      })
      expect(frozen.map(({ totalMinor }) => totalMinor)).toEqual(open)
      await weighedAndPaid(
        group,
        placed,
        stall.map((offer) => (offer.toleranceBps ?? 0) > 0),
      )
    }),
    { numRuns: 25 },
  )
})

/** A scale and a till later, answer, receipt and books say one number, and no more than the basket said at most. */
async function weighedAndPaid(group: MadeGroup, placed: Ordered[], isByWeight: boolean[]): Promise<void> {
  const keeper = await keeperOf(group.stationId)
  await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { state: 'dispatched' } })
  await confirmArrival(keeper, group.groupOrderId)
  for (const order of placed) {
    const { orderId, basket, percent } = order
    const byWeight = group.offers.filter(({ offerId }, index) => basket[offerId] && isByWeight[index])
    const weights = byWeight.map(({ offerId }) => ({
      offerId,
      grams: Math.ceil(((basket[offerId] ?? 0) * percent) / 100),
    }))
    const weighed = weights.length > 0 ? await weigh(keeper, { orderId, weights }) : undefined
    const [receipt] = await receipts([order])
    if (weighed) expect(weighed).toMatchObject({ ok: true, value: { totalMinor: receipt, toleranceMinor: 0 } })
    expect(receipt).toBeLessThanOrEqual(order.mostMinor)
    const before = await tillOf(keeper)
    expect(await handOver(keeper, { orderId, reason: 'known', isPaid: true })).toMatchObject({ ok: true })
    expect((await tillOf(keeper)) - before).toBe(receipt)
    expect(await receipts([order])).toEqual([receipt])
  }
}

const receipts = (placed: Ordered[]) =>
  Promise.all(
    placed.map(async ({ orderId, shopperId }) => {
      const who = await shopperGate(shopperId)
      return who && (await ownOrder(who, orderId))?.totalMinor
    }),
  )
