import { expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { splitCommission } from '#lib/domain/carrying.ts'
import { commissionOf } from '#lib/domain/commission.ts'
import type { AdminFor, LeaderWho, ManagerOf, StatementOf } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { carriedGroups, carriersOf } from '#lib/queries/carrying.ts'
import { earningRows, leaderEarnings } from '#lib/queries/earnings.ts'
import { adminGate, leaderGate, managerGate, statementGate } from '#lib/queries/gates.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { statement } from '#lib/queries/statement.ts'
import { makeCarrier } from '#prisma/factories/carrier.ts'
import { makeAdmin } from '#prisma/factories/people.ts'
import { closePeriod } from '../statement/close-period.ts'
import { arrived, keeperOf } from './collection.fixture.ts'
import { handOver } from './hand-over.ts'
import { afterRefund } from './refunded.ts'
import { undoHandOver } from './undo.ts'

const RATES = [1_000, 800]
/** 18.00 at 10 % and 11.20 at 8 %, half to even: 1.80 and 0.896. */
const COMMISSION = 180 + 90

/** A waiting order that Rosa carries for a third of the leader's commission. */
async function carried(splitBps = 3_333) {
  const made = await arrived({ offers: [{ priceMinor: 900 }, { priceMinor: 560 }] })
  for (const [index, { offerId }] of made.group.offers.entries())
    await db.offerPrice.updateMany({ where: { offerId }, data: { commissionBps: RATES[index] ?? 0 } })
  const rosa = await makeCarrier(db, { groupOrderId: made.group.groupOrderId, splitBps })
  await db.order.update({ where: { id: made.order.orderId }, data: { carriedBy: rosa.id } })
  const { orderId } = made.order
  /** What the books owe the owner and the carrier of this order. */
  const parts = async (): Promise<[owner: number, carrier: number]> => [
    await booked(orderId, made.group.leaderUserId),
    await booked(orderId, rosa.userId),
  ]
  const hand = async (keeper = made.keeper) => {
    const done = await handOver(keeper, { orderId, reason: 'I know her', isPaid: true })
    if (!done.ok) throw new Error(done.refusal.code)
    return done.value.collectionId
  }
  const owner = (await leaderGate(made.group.leaderUserId)) as LeaderWho
  const carrier = (await leaderGate(rosa.userId)) as LeaderWho
  return { ...made, rosa, parts, hand, orderId, owner, carrier }
}

async function booked(orderId: string, ownerId: string): Promise<number> {
  const { rows } = await pool.query<{ sum: number }>(
    `select coalesce(-sum(e.amount_minor), 0) as sum from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
     join ledger_accounts a on a.id = e.account_id where t.order_id = $1 and a.kind = 'leader' and a.owner_id = $2`,
    [orderId, ownerId],
  )
  return rows[0]?.sum ?? 0
}

const breaches = async (orderId: string) =>
  (await reconcile())
    .filter(({ id }) => id === 'I3' || id === 'I9')
    .flatMap((each) => each.breaches.filter((breach) => breach.includes(orderId)))

test('handed over, owner and carrier have earned the commission between them, and each sees why', async () => {
  const made = await carried()
  // before, it is still to come, to the cent
  expect(await leaderEarnings(made.owner)).toMatchObject({ pendingMinor: 180, pendingOrders: 1 })
  expect(await leaderEarnings(made.carrier)).toMatchObject({ pendingMinor: 90, pendingOrders: 1 })
  await made.hand()
  // a third of 2.70 is 0.8999
  expect(await made.parts()).toEqual([180, 90])
  expect(await breaches(made.orderId)).toEqual([])
  for (const who of [made.owner, made.carrier])
    expect(await leaderEarnings(who)).toMatchObject({ pendingMinor: 0, pendingOrders: 0 })
  const why = { by: { en: 'Rosa, by the quay', 'zh-CN': '码头的罗莎' }, splitBps: 3_333 }
  expect(await earningRows(made.owner)).toMatchObject([{ cause: 'commission', amountMinor: 180, carried: why }])
  expect(await earningRows(made.carrier)).toMatchObject([
    {
      cause: 'carried',
      amountMinor: 90,
      carried: { ...why, of: { en: 'Mei, from number 14' } },
      number: made.order.number,
    },
  ])
})

test('the carrier and the owner see the same orders and amounts, before and after', async () => {
  const made = await carried()
  const manager = (await managerGate(made.group.leaderUserId, made.group.groupOrderId)) as ManagerOf
  const both = async () => [(await carriedGroups(made.carrier))[0]?.orders, (await carriersOf(manager))[0]?.orders]
  const order = { number: made.order.number, goodsMinor: 2_920, ownerMinor: 180, carrierMinor: 90 }
  expect(await both()).toEqual(Array(2).fill([{ ...order, isEarned: false }]))
  await made.hand()
  expect(await both()).toEqual(Array(2).fill([{ ...order, isEarned: true }]))
  await db.order.update({ where: { id: made.orderId }, data: { state: 'uncollected' } })
  expect((await both())[0]).toEqual([{ ...order, ownerMinor: 0, carrierMinor: 0, isEarned: false }])
})

test('each statement tells its own part to the cent, and why', async () => {
  const made = await carried()
  await made.hand()
  const { id: adminId } = await makeAdmin(db, ['money'])
  const admin = (await adminGate(adminId, 'money')) as AdminFor<'money'>
  const stated = async (ownerId: string) => {
    const { id: accountId } = await db.ledgerAccount.findFirstOrThrow({ where: { kind: 'leader', ownerId } })
    const statementId = newId()
    expect((await closePeriod(admin, { statementId, accountId })).ok).toBe(true)
    const { earnedMinor, closingMinor, withheldMinor, entries } = await statement(
      (await statementGate(ownerId, statementId)) as StatementOf,
    )
    expect(closingMinor).toBe(earnedMinor - withheldMinor)
    return { earnedMinor, causes: entries.map(({ cause, carried: why }) => [cause, why?.splitBps]).slice(0, 1) }
  }
  expect(await stated(made.group.leaderUserId)).toEqual({ earnedMinor: 180, causes: [['commission', 3_333]] })
  expect(await stated(made.rosa.userId)).toEqual({ earnedMinor: 90, causes: [['carried', 3_333]] })
  expect(await breaches(made.orderId)).toEqual([])
})

test('a slip takes back from both exactly what was booked, whatever the carrier’s part is since', async () => {
  const made = await carried()
  const collectionId = await made.hand()
  await db.groupCarrier.update({ where: { id: made.rosa.id }, data: { endedAt: new Date() } })
  expect((await undoHandOver(made.keeper, collectionId, true)).ok).toBe(true)
  expect([await made.parts(), await breaches(made.orderId)]).toEqual([[0, 0], []])
  expect((await earningRows(made.carrier)).map(({ cause }) => cause)).toEqual(['carried_returned', 'carried'])
  await made.hand(await keeperOf(made.keeper.stationId))
  expect(await made.parts()).toEqual([180, 90])
})

test('each part refund takes back by the split, and the last of it everything', async () => {
  const made = await carried(5_000)
  await made.hand()
  const lines = [
    { amountMinor: 1_800, commissionBps: 1_000 },
    { amountMinor: 1_120, commissionBps: 800 },
  ]
  let refundedMinor = 0
  for (const amountMinor of [1, 7, 333, 1_000, 1_579]) {
    refundedMinor += amountMinor
    const refund = { refundId: newId(), amountMinor, refundedMinor }
    await sqlTransaction((tx) =>
      afterRefund(tx, { id: made.orderId, currency: 'CAD' }, refund, { actorRole: 'system' }),
    )
    const { ownerMinor, carrierMinor } = splitCommission(commissionOf(lines, refundedMinor), 5_000)
    expect([refundedMinor, await made.parts()]).toEqual([refundedMinor, [ownerMinor, carrierMinor]])
    expect(await breaches(made.orderId)).toEqual([])
  }
  expect([refundedMinor, await made.parts()]).toEqual([2_920, [0, 0]])
})

test('a carrier who gets all of it, or less than a cent', async () => {
  const all = await carried(10_000)
  await all.hand()
  expect([await all.parts(), await breaches(all.orderId)]).toEqual([[0, COMMISSION], []])
  const hardly = await carried(1)
  await hardly.hand()
  expect([await hardly.parts(), await breaches(hardly.orderId)]).toEqual([[COMMISSION, 0], []])
})

test('the database’s part is the domain’s', async () => {
  const cases = Array.from({ length: 400 }, (_, index) => ({ minor: index * 37, bps: 1 + ((index * 7_919) % 10_000) }))
  const { rows } = await pool.query<{ part: number }>(
    'select carrier_part(n.minor, n.bps) as part from unnest($1::bigint[], $2::int[]) with ordinality as n(minor, bps, place) order by place',
    [cases.map(({ minor }) => minor), cases.map(({ bps }) => bps)],
  )
  expect(rows.map(({ part }) => part)).toEqual(cases.map(({ minor, bps }) => splitCommission(minor, bps).carrierMinor))
  const half = await pool.query<{ part: number }>('select carrier_part(1, 5000) as part')
  expect(half.rows[0]?.part).toBe(splitCommission(1, 5_000).carrierMinor)
})
