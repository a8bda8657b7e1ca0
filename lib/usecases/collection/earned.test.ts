import { expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { arrived, keeperOf, type Waiting } from './collection.fixture.ts'
import { handOver } from './hand-over.ts'
import { undoHandOver } from './undo.ts'

/** Two of 9.00 at 10 % for the leader and 5 % tax, two of 5.60 at 8 % and none; the station pays 0.60 an order. */
async function waiting(keeperPayMinor: number | null = 60) {
  const made = await arrived({ offers: [{ priceMinor: 900 }, { priceMinor: 560 }] })
  const [dear, cheap] = made.group.offers
  await db.offerPrice.updateMany({
    where: { offerId: dear?.offerId ?? '' },
    data: { commissionBps: 1000, taxBps: 500 },
  })
  await db.offerPrice.updateMany({ where: { offerId: cheap?.offerId ?? '' }, data: { commissionBps: 800 } })
  await db.station.update({ where: { id: made.keeper.stationId }, data: { keeperPayMinor } })
  return made
}
// 18.00 at 10 % and 11.20 at 8 %, half to even: 1.80 and 0.896; within 18.00 at 5 % there is 0.857
const COMMISSION = 180 + 90
const TAX = 86

/** What the books say of an order, on one kind of account. */
async function booked(orderId: string, kind: string, ownerId?: string): Promise<number> {
  const { rows } = await pool.query<{ sum: number }>(
    `select coalesce(-sum(e.amount_minor), 0) as sum from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
     join ledger_accounts a on a.id = e.account_id
     where t.order_id = $1 and a.kind = $2::"AccountKind" and ($3::uuid is null or a.owner_id = $3)`,
    [orderId, kind, ownerId ?? null],
  )
  return rows[0]?.sum ?? 0
}
async function hand(
  { keeper, order }: Waiting & { order: { orderId: string } },
  more: Partial<Parameters<typeof handOver>[1]> = {},
) {
  const done = await handOver(keeper, { orderId: order.orderId, reason: 'I know her', isPaid: true, ...more })
  if (!done.ok) throw new Error(done.refusal.code)
  return done.value.collectionId
}
/** Of this order: the others here have no whole history. */
const breaches = async (orderId: string) =>
  (await reconcile())
    .filter(({ id }) => id === 'I3' || id === 'I9')
    .flatMap((each) => each.breaches.filter((breach) => breach.includes(orderId)))

test('handed over and paid, the leader and the keeper have earned, and the tax is the state’s', async () => {
  const made = await waiting()
  const { orderId } = made.order
  await hand(made)
  expect(await booked(orderId, 'leader', made.group.leaderUserId)).toBe(COMMISSION)
  expect(await booked(orderId, 'commission')).toBe(-COMMISSION)
  expect(await booked(orderId, 'keeper', made.keeper.userId)).toBe(60)
  expect([await booked(orderId, 'tax'), await booked(orderId, 'sales')]).toEqual([TAX, 2920 - TAX])
  expect(await breaches(orderId)).toEqual([])
})

test('in parts, nothing is earned before the last of it, and then once', async () => {
  const made = await waiting()
  const { orderId } = made.order
  const [first] = made.group.offers
  await hand(made, { lines: [{ offerId: first?.offerId ?? '', quantity: 2 }] })
  expect([await booked(orderId, 'leader'), await booked(orderId, 'keeper')]).toEqual([0, 0])
  await hand(made)
  expect([await booked(orderId, 'leader'), await booked(orderId, 'keeper')]).toEqual([COMMISSION, 60])
})

test('an order nobody paid for earns its leader nothing, its keeper their pay', async () => {
  const made = await waiting()
  await hand(made, { isPaid: false })
  expect([await booked(made.order.orderId, 'leader'), await booked(made.order.orderId, 'keeper')]).toEqual([0, 60])
})

test('paid in advance, it earns as much', async () => {
  const made = await waiting()
  const { orderId } = made.order
  await db.order.update({ where: { id: orderId }, data: { paymentMethod: 'wallet', paymentState: 'held' } })
  await hand(made, { isPaid: false })
  expect([await booked(orderId, 'leader'), await booked(orderId, 'tax')]).toEqual([COMMISSION, TAX])
  expect([await booked(orderId, 'sales'), await booked(orderId, 'prepaid')]).toEqual([2920 - TAX, -2920])
})

test('a slip takes back exactly what was booked, whatever rates say since; done again, it is earned again', async () => {
  const made = await waiting()
  const { orderId } = made.order
  const collectionId = await hand(made)
  await db.offerPrice.updateMany({
    where: { offerId: { in: made.group.offers.map(({ offerId }) => offerId) } },
    data: { commissionBps: 5000, taxBps: 1300 },
  })
  await db.station.update({ where: { id: made.keeper.stationId }, data: { keeperPayMinor: 500 } })
  const colleague = await keeperOf(made.keeper.stationId)
  expect((await undoHandOver(colleague, collectionId, true)).ok).toBe(true)
  for (const kind of ['leader', 'commission', 'keeper', 'keeper_pay', 'tax', 'sales'])
    expect([kind, await booked(orderId, kind)]).toEqual([kind, 0])
  expect(await breaches(orderId)).toEqual([])
  await hand({ ...made, keeper: colleague })
  expect(await booked(orderId, 'keeper', colleague.userId)).toBe(500)
  expect(await booked(orderId, 'keeper', made.keeper.userId)).toBe(0)
})

test('a slip whose money stays is not sold back, and its leader earns with the next handing over', async () => {
  const made = await waiting()
  const { orderId } = made.order
  await undoHandOver(made.keeper, await hand(made), false)
  expect([await booked(orderId, 'leader'), await booked(orderId, 'tax')]).toEqual([0, TAX])
  await hand(made, { isPaid: false })
  expect(await booked(orderId, 'leader')).toBe(COMMISSION)
})

test('undoing one of two parts takes all of it back, once', async () => {
  const made = await waiting()
  const [first] = made.group.offers
  const part = await hand(made, { lines: [{ offerId: first?.offerId ?? '', quantity: 2 }] })
  const rest = await hand(made)
  const undone = await Promise.all([undoHandOver(made.keeper, part, true), undoHandOver(made.keeper, rest, true)])
  expect(undone.map(({ ok }) => ok)).toEqual([true, true])
  expect([await booked(made.order.orderId, 'leader'), await booked(made.order.orderId, 'keeper')]).toEqual([0, 0])
  expect(await breaches(made.order.orderId)).toEqual([])
})

test('two keepers at once: it is earned once', async () => {
  const made = await waiting()
  const colleague = await keeperOf(made.keeper.stationId)
  const hands = [made.keeper, colleague].map((who) =>
    handOver(who, { orderId: made.order.orderId, reason: 'I know her', isPaid: true }),
  )
  expect((await Promise.all(hands)).filter(({ ok }) => ok)).toHaveLength(1)
  expect([await booked(made.order.orderId, 'leader'), await booked(made.order.orderId, 'keeper')]).toEqual([
    COMMISSION,
    60,
  ])
})

test('by the parcel, each line is paid', async () => {
  const before = await db.rates.findUnique({ where: { id: 1 } })
  await db.rates.upsert({
    where: { id: 1 },
    create: { id: 1, keeperPayMinor: 25, keeperPayPer: 'parcel' },
    update: { keeperPayMinor: 25, keeperPayPer: 'parcel' },
  })
  try {
    const made = await waiting(null)
    await hand(made)
    expect(await booked(made.order.orderId, 'keeper')).toBe(50)
  } finally {
    await db.rates.deleteMany({ where: { id: 1 } })
    if (before) await db.rates.create({ data: before })
  }
})
