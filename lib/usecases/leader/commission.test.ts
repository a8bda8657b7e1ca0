import { afterEach, beforeEach, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { AdminFor, LeaderWho, ManagerOf } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { adminGate, leaderGate, managerGate } from '#lib/queries/gates.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { makeProduct, makeStation } from '#prisma/factories/catalogue.ts'
import { makeOpenGroup, makeOrder } from '#prisma/factories/group-order.ts'
import { makeAdmin, makeLeader } from '#prisma/factories/people.ts'
import { closeGroupOrder } from '../group-order/close.ts'
import type { WantedOffer } from '../group-order/content.ts'
import { createGroupOrder, type Intent } from '../group-order/create.ts'
import { editGroupOrder } from '../group-order/edit.ts'
import { saveDraft } from '../group-order/save-draft.ts'
import { setOfferCommission } from '../group-order/set-offer-commission.ts'
import { setKeeperPay } from '../station/set-keeper-pay.ts'
import { leaderCommission } from './commission.ts'
import { operatorLeader } from './operator-leader.ts'
import { setCommission } from './set-commission.ts'

const HOUR_MS = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS)

let admin: AdminFor<'money'>
let leader: LeaderWho
let productId: string
let stationId: string
beforeEach(async () => {
  admin = (await adminGate((await makeAdmin(db, ['money'])).id, 'money')) as AdminFor<'money'>
  leader = (await leaderGate((await makeLeader(db)).userId)) as LeaderWho
  productId = (await makeProduct(db, { taxBps: 500 })).id
  stationId = (await makeStation(db)).id
})
afterEach(async () => {
  await db.rates.deleteMany()
})

const offer = (priceMinor = 560, id = productId): WantedOffer => ({
  productId: id,
  priceMinor,
  tierBy: 'orders',
  tiers: [],
  cap: null,
  limitPerShopper: null,
  source: 'presale',
})
const group = {
  title: { en: 'Saturday farm box' },
  story: {},
  opensAt: '',
  cutoffAt: inHours(24),
  pickupFrom: inHours(38),
  pickupUntil: inHours(41),
  minimumOrders: 1,
}
async function created(intent: Intent = 'open'): Promise<ManagerOf> {
  const made = await createGroupOrder(leader, { ...group, stationIds: [stationId], offers: [offer()] }, intent)
  if (!made.ok) throw new Error(made.refusal.code)
  return (await managerGate(leader.userId, made.value.groupOrderId)) as ManagerOf
}
const pricesOf = async ({ groupOrderId }: ManagerOf) =>
  (
    await db.offerPrice.findMany({
      where: { offer: { groupOrderId } },
      orderBy: [{ offer: { position: 'asc' } }, { version: 'asc' }],
    })
  ).map(({ version, taxBps, commissionBps }) => [version, taxBps, commissionBps])
const offerOf = async ({ groupOrderId }: ManagerOf) =>
  (await db.offer.findFirstOrThrow({ where: { groupOrderId }, orderBy: { position: 'asc' } })).id
const edited = async (who: ManagerOf, ...offers: WantedOffer[]) => {
  const { version } = await db.groupOrder.findUniqueOrThrow({ where: { id: who.groupOrderId } })
  expect((await editGroupOrder(who, { version, title: { en: 'Box' }, story: {}, offers })).ok).toBe(true)
}
const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)

test('a price keeps the tax and the rate of when it was made, whatever changes afterwards', async () => {
  const who = await created()
  expect(await pricesOf(who)).toEqual([[1, 500, 800]])
  await db.product.update({ where: { id: productId }, data: { taxBps: 1300 } })
  await db.rates.create({ data: { id: 1, commissionBps: 700 } })
  // the same price stays as it is; a new one, and a new offer, have the rates of now
  await edited(who, offer())
  expect(await pricesOf(who)).toEqual([[1, 500, 800]])
  const other = (await makeProduct(db)).id
  await edited(who, offer(600), offer(500, other))
  expect(await pricesOf(who)).toEqual([
    [1, 500, 800],
    [2, 1300, 700],
    [1, 0, 700],
  ])
})

test('a leader’s own rate counts for what is priced from now on, and is in the trail', async () => {
  const who = await created()
  const { leaderId } = leader
  expect(await setCommission(admin, { leaderId, commissionBps: 1200 })).toEqual({ ok: true, value: { before: null } })
  expect(await pricesOf(who)).toEqual([[1, 500, 800]])
  const draft = await created('draft')
  expect(await pricesOf(draft)).toEqual([[1, 500, 1200]])
  expect(await setCommission(admin, { leaderId, commissionBps: 0 })).toEqual({ ok: true, value: { before: 1200 } })
  await saveDraft(draft, { ...group, stationIds: [stationId], offers: [offer()], version: 1 }, 'open')
  expect(await pricesOf(draft)).toEqual([[1, 500, 0]])
  await setCommission(admin, { leaderId, commissionBps: null })
  expect(await leaderCommission(db, leaderId)).toBe(800)
  expect(codeOf(await setCommission(admin, { leaderId: newId(), commissionBps: 1 }))).toBe('NOT_FOUND')
  const trail = await db.auditEntry.findMany({ where: { subjectId: leaderId, action: 'leader.commission' } })
  expect(trail.map(({ actorId }) => actorId)).toEqual(Array(3).fill(admin.userId))
})

test('an offer’s own rate is a new version of its price, and outlives a change of the price', async () => {
  const who = await created()
  const { groupOrderId } = who
  const offerId = await offerOf(who)
  const { orderId } = await makeOrder(db, { groupOrderId, stationId, lines: [{ offerId, quantity: 1 }] })
  const set = (commissionBps: number | null) => setOfferCommission(admin, { groupOrderId, offerId, commissionBps })
  expect(await set(300)).toEqual({ ok: true, value: { version: 2 } })
  expect(await set(300)).toEqual({ ok: true, value: { version: 2 } })
  await edited(who, offer(600))
  expect(await pricesOf(who)).toEqual([
    [1, 500, 800],
    [2, 500, 300],
    [3, 500, 300],
  ])
  // who ordered before keeps the version of that time
  expect(await db.orderLine.findFirst({ where: { orderId } })).toMatchObject({ priceVersion: 1 })
  expect(await set(null)).toEqual({ ok: true, value: { version: 4 } })
  expect((await pricesOf(who))[3]).toEqual([4, 500, 800])
  const both = await Promise.all([set(100), set(200)])
  expect(both.map(codeOf)).toEqual(['ok', 'ok'])
  expect(await pricesOf(who)).toHaveLength(6)
  const breaches = (await reconcile()).filter(({ id }) => id === 'I13' || id === 'I1')
  expect(breaches.flatMap((each) => each.breaches)).toEqual([])
})

test('no rate for an offer of another group, of a draft, or after the close', async () => {
  const who = await created()
  const offerId = await offerOf(who)
  const rival = await makeOpenGroup(db)
  const elsewhere = { groupOrderId: rival.groupOrderId, offerId, commissionBps: 1 }
  expect(codeOf(await setOfferCommission(admin, elsewhere))).toBe('NOT_FOUND')
  const draft = await created('draft')
  const drafted = { groupOrderId: draft.groupOrderId, offerId: await offerOf(draft), commissionBps: 1 }
  expect(codeOf(await setOfferCommission(admin, drafted))).toBe('WRONG_STATE')
  await closeGroupOrder(who.groupOrderId, { actorRole: 'system', early: true })
  expect(codeOf(await setOfferCommission(admin, { groupOrderId: who.groupOrderId, offerId, commissionBps: 1 }))).toBe(
    'WRONG_STATE',
  )
})

test('the operator owes nobody for what its own programs open', async () => {
  const leaderId = await operatorLeader({ name: { en: 'Kaituan' }, community: { en: 'Everywhere' } })
  expect(await leaderCommission(db, leaderId)).toBe(0)
})

test('a station pays its keepers as an admin says, in the trail', async () => {
  expect(await setKeeperPay(admin, { stationId, keeperPayMinor: 75 })).toEqual({
    ok: true,
    value: { keeperPayMinor: 75 },
  })
  expect(await db.station.findUnique({ where: { id: stationId } })).toMatchObject({ keeperPayMinor: 75 })
  expect(await db.auditEntry.count({ where: { subjectId: stationId, action: 'station.keeper_pay' } })).toBe(1)
  expect(codeOf(await setKeeperPay(admin, { stationId: newId(), keeperPayMinor: 1 }))).toBe('NOT_FOUND')
})
