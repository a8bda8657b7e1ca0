import sharp from 'sharp'
import { beforeEach, expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import type { ClaimDecider, Shopper } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { readPicture } from '#lib/infra/picture.ts'
import { adminGate, claimGate, shopperGate } from '#lib/queries/gates.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { makeAdmin, makeLeader, makeUser } from '#prisma/factories/people.ts'
import { arrived, type Waiting } from '../collection/collection.fixture.ts'
import { handOver } from '../collection/hand-over.ts'
import { refundOrder } from '../refund/refund-order.ts'
import { weigh } from '../weighing/weigh.ts'
import { decideClaim } from './decide.ts'
import { escalateClaims } from './escalate.ts'
import { type ClaimInput, fileClaim } from './file.ts'

let made: Waiting & { order: Waiting['orders'][number] }
let who: Shopper
let offerIds: string[]
/** Two of 9.00 with 2.00 of deposit each and two of 3.00: paid and handed over. */
beforeEach(async () => {
  made = await arrived({
    offers: [{ priceMinor: 900, depositMinor: 200 }, { priceMinor: 300 }],
    contact: 'lin@example.org',
  })
  const done = await handOver(made.keeper, { orderId: made.order.orderId, reason: 'knows them', isPaid: true })
  const shopper = await shopperGate(made.order.shopperId)
  if (!done.ok || !shopper) throw new Error('nothing to claim')
  who = shopper
  offerIds = made.group.offers.map(({ offerId }) => offerId)
})

const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)
const file = (changes: Partial<ClaimInput> = {}, by: Shopper | undefined = who) =>
  fileClaim(by ?? who, {
    ...{ claimId: newId(), orderId: made.order.orderId, text: 'mouldy', photos: [] },
    lines: [{ offerId: offerIds[0] ?? '', kind: 'bad', quantity: 1 }],
    ...changes,
  })
/** Files it, as somebody who may. */
async function filed(changes: Partial<ClaimInput> = {}): Promise<string> {
  const answer = await file(changes)
  if (!answer.ok) throw new Error(answer.refusal.code)
  return answer.value.claimId
}
async function decider(claimId: string, userId = made.group.leaderUserId): Promise<ClaimDecider> {
  const gate = await claimGate(userId, claimId)
  if (!gate) throw new Error('the gate refuses who decides')
  return gate
}
const decide = async (claimId: string, grantedMinor: number, changes: { answer?: string; offerId?: string } = {}) =>
  decideClaim(await decider(claimId), {
    lines: [{ offerId: changes.offerId ?? offerIds[0] ?? '', grantedMinor }],
    answer: changes.answer ?? 'sorry, here it is',
  })
const picture = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer()
// orders of the factory were placed by no request (I7)
const breaches = async () => (await reconcile()).filter(({ id, breaches: found }) => id !== 'I7' && found.length > 0)

test('a line is claimed in part with a picture, granted in part, and the credit flows with its reason', async () => {
  const claimId = await filed({ photos: [await picture()] })
  const claim = await db.claim.findUniqueOrThrow({ where: { id: claimId }, include: { lines: true, photos: true } })
  expect(claim.lines).toMatchObject([{ quantity: 1, claimedMinor: 900, grantedMinor: null }])
  expect(claim.dueAt.getTime() - claim.filedAt.getTime()).toBe(48 * 3_600_000)
  const file = `${claim.photos[0]?.key}-640.webp`
  expect(await readPicture(file, 'claims/')).toBeDefined()
  // not where everybody's pictures are
  expect(await readPicture(file)).toBeUndefined()
  expect(await readPicture(`claims/${file}`)).toBeUndefined()
  expect(await decide(claimId, 600)).toEqual({ ok: true, value: { grantedMinor: 600 } })
  expect(await db.orderRefund.findMany({ where: { orderId: made.order.orderId } })).toMatchObject([
    { amountMinor: 600, reason: 'sorry, here it is', refundedBy: made.group.leaderUserId },
  ])
  const told = await db.message.findMany({ where: { userId: { in: [who.userId, made.group.leaderUserId] } } })
  expect(told.map(({ template }) => template)).toEqual(expect.arrayContaining(['claimFiled', 'orderRefunded']))
  expect(await breaches()).toEqual([])
})

test('claims of one line never come to more than was paid for it, however many and at once', async () => {
  const answers = await Promise.all([file(), file(), file()])
  expect(answers.map(codeOf).sort()).toEqual(['MORE_THAN_COLLECTED', 'ok', 'ok'])
  // what was refused can be claimed again
  const [first] = await db.claim.findMany({ where: { orderId: made.order.orderId } })
  expect(await decide(first?.id ?? '', 0)).toEqual({ ok: true, value: { grantedMinor: 0 } })
  expect(await db.message.count({ where: { userId: who.userId, template: 'claimRefused' } })).toBe(1)
  expect(codeOf(await file())).toBe('ok')
  expect(codeOf(await file())).toBe('MORE_THAN_COLLECTED')
})

test('sent twice it is filed once; decided by two at once, one decides', async () => {
  const claimId = newId()
  const both = await Promise.all([file({ claimId, photos: [await picture()] }), file({ claimId })])
  expect(both.map(codeOf)).toEqual(['ok', 'ok'])
  const answers = await Promise.all([decide(claimId, 900), decide(claimId, 0), decide(claimId, 300)])
  expect(answers.map(codeOf).sort()).toEqual(['CLAIM_DECIDED', 'CLAIM_DECIDED', 'ok'])
  expect(await breaches()).toEqual([])
})

test('the same id with other lines, or of another order, is no repetition', async () => {
  const claimId = await filed()
  expect(codeOf(await file({ claimId }))).toBe('ok')
  const other = { offerId: offerIds[1] ?? '', kind: 'bad' as const, quantity: 1 }
  expect(codeOf(await file({ claimId, lines: [other] }))).toBe('IDEMPOTENCY_KEY_REUSED')
})

test('a claim filed under the id of a refund is its own: it pays, and the other stays', async () => {
  const office = await makeAdmin(db, ['money'])
  const who = await adminGate(office.id, 'money')
  if (!who) throw new Error('the gate refuses an admin')
  const refundId = newId()
  await refundOrder(who, { refundId, orderId: made.order.orderId, amountMinor: 900, reason: 'bruised' })
  const claimId = await filed({ claimId: refundId })
  expect(await decide(claimId, 900)).toEqual({ ok: true, value: { grantedMinor: 900 } })
  expect(await db.orderRefund.count({ where: { orderId: made.order.orderId } })).toBe(2)
  expect(await breaches()).toEqual([])
})

test('weighed goods are claimed by what was charged', async () => {
  const fish = await arrived({
    offers: [{ priceMinor: 1_200, toleranceBps: 1_000, product: { unit: 'kg' } }],
    quantity: 1_000,
  })
  const { orderId, shopperId } = fish.order
  const offerId = fish.group.offers[0]?.offerId ?? ''
  await weigh(fish.keeper, { orderId, weights: [{ offerId, grams: 900 }] })
  await handOver(fish.keeper, { orderId, reason: 'knows them', isPaid: true })
  const by = await shopperGate(shopperId)
  const all = (quantity: number) => file({ orderId, lines: [{ offerId, kind: 'bad', quantity }] }, by)
  expect(await all(1_000)).toMatchObject({ refusal: { code: 'MORE_THAN_COLLECTED', left: 900 } })
  expect(codeOf(await all(900))).toBe('ok')
  expect(await db.claimLine.findFirst({ where: { offerId } })).toMatchObject({ claimedMinor: 1_080 })
})

test('no more is granted than the line costs today', async () => {
  const claimId = await filed()
  const where = { orderId_offerId: { orderId: made.order.orderId, offerId: offerIds[0] ?? '' } }
  // as if it had been handed over again by a lighter weight
  await db.orderLine.update({ where, data: { amountMinor: 500 } })
  expect(await decide(claimId, 501)).toMatchObject({ refusal: { code: 'MORE_THAN_CLAIMED', mostMinor: 500 } })
  await db.orderLine.update({ where, data: { amountMinor: 1_800 } })
})

test('every refusal of filing', async () => {
  const stranger = await shopperGate((await makeUser(db)).id)
  expect(codeOf(await file({}, stranger))).toBe('NOT_FOUND')
  expect(codeOf(await file({ orderId: newId() }))).toBe('NOT_FOUND')
  expect(codeOf(await file({ lines: [] }))).toBe('NOTHING_CLAIMED')
  expect(codeOf(await file({ lines: [{ offerId: newId(), kind: 'bad', quantity: 1 }] }))).toBe('MORE_THAN_COLLECTED')
  expect(codeOf(await file({ photos: [Buffer.from('<svg/>')] }))).toBe('BAD_PICTURE')
  const one = await picture()
  expect(codeOf(await file({ photos: [one, one, one, one, one] }))).toBe('TOO_MANY_PHOTOS')
  await pool.query(`update orders set collected_at = now() - interval '49 hours' where id = $1`, [made.order.orderId])
  expect(codeOf(await file())).toBe('CLAIM_TOO_LATE')
  const waiting = await arrived()
  const other = await shopperGate(waiting.order.shopperId)
  const [offer] = waiting.group.offers
  const lines = [{ offerId: offer?.offerId ?? '', kind: 'missing' as const, quantity: 1 }]
  expect(codeOf(await file({ orderId: waiting.order.orderId, lines }, other))).toBe('NOT_COLLECTED')
  for (let sent = 0; sent < 10; sent += 1) await file()
  expect(codeOf(await file())).toBe('TOO_MANY_CLAIMS')
})

test('every refusal of deciding', async () => {
  const claimId = await filed()
  expect(codeOf(await decide(claimId, 901))).toBe('MORE_THAN_CLAIMED')
  expect(codeOf(await decide(claimId, -1))).toBe('MORE_THAN_CLAIMED')
  expect(codeOf(await decide(claimId, 1, { offerId: offerIds[1] ?? '' }))).toBe('MORE_THAN_CLAIMED')
  expect(codeOf(await decide(claimId, 1, { answer: ' ' }))).toBe('TELL_WHY')
  const [leader, stock, office] = await Promise.all([
    makeLeader(db),
    makeAdmin(db, ['stock']),
    makeAdmin(db, ['money']),
  ])
  for (const userId of [leader.userId, stock.id, who.userId, made.keeper.userId])
    expect(await claimGate(userId, claimId)).toBeUndefined()
  expect(await claimGate(office.id, newId())).toBeUndefined()
  // nobody gives themselves money back
  await pool.query('update orders set shopper_id = $2 where id = $1', [made.order.orderId, office.id])
  expect(await claimGate(office.id, claimId)).toBeUndefined()
  await pool.query('update orders set shopper_id = $2 where id = $1', [made.order.orderId, who.userId])
  expect(await claimGate(office.id, claimId)).toMatchObject({ role: 'admin' })
})

test('what nobody decides in time goes to the office, once, and is the office’s', async () => {
  const claimId = await filed()
  const office = await makeAdmin(db, ['money'])
  expect(await escalateClaims()).toBe(0)
  await pool.query(`update claims set due_at = now() - interval '1 second' where id = $1`, [claimId])
  // also before a worker has come by
  expect(codeOf(await decide(claimId, 900))).toBe('CLAIM_IS_OFFICES')
  const counts = await Promise.all([escalateClaims(), escalateClaims()])
  expect(counts.sort()).toEqual([0, 1])
  expect(await db.message.count({ where: { userId: office.id, template: 'claimOverdue' } })).toBe(1)
  expect(codeOf(await decide(claimId, 900))).toBe('CLAIM_IS_OFFICES')
  const lines = [{ offerId: offerIds[0] ?? '', grantedMinor: 900 }]
  expect(codeOf(await decideClaim(await decider(claimId, office.id), { lines, answer: 'granted' }))).toBe('ok')
  expect(await breaches()).toEqual([])
})
