import { expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import type { LeaderWho, ManagerOf } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { carriedGroups, carrierNow, carriersOf, groupsToCarry, linkOf } from '#lib/queries/carrying.ts'
import { leaderGate, managerGate, shopperGate } from '#lib/queries/gates.ts'
import { makeCarrier } from '#prisma/factories/carrier.ts'
import { makeOpenGroup, type NewGroup } from '#prisma/factories/group-order.ts'
import { makeLeader, makeUser } from '#prisma/factories/people.ts'
import { carryGroupOrder } from './carry.ts'
import { endCarrier, stopCarrying } from './end.ts'

const leading = async (userId: string) => (await leaderGate(userId)) as LeaderWho

/** Somebody's group order, open to be carried for 30 %, and another leader. */
async function offered(facts: NewGroup = {}, splitBps: number | null = 3_000) {
  const group = await makeOpenGroup(db, facts)
  await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { carrySplitBps: splitBps } })
  const rosa = await makeLeader(db, { name: { en: 'Rosa' } })
  const who = await leading(rosa.userId)
  const owner = (await managerGate(group.leaderUserId, group.groupOrderId)) as ManagerOf
  const carry = (shownBps = 3_000, as = who) => carryGroupOrder(as, { groupOrderId: group.groupOrderId, shownBps })
  return { group, rosa, who, owner, carry }
}
type Answer = Awaited<ReturnType<typeof carryGroupOrder>>
const code = (answer: Answer) => (answer.ok ? undefined : answer.refusal.code)

test('a leader sees what can be carried, accepts it, and both see it with the part that held then', async () => {
  const { group, who, owner, carry } = await offered()
  const found = (await groupsToCarry(who)).find(({ id }) => id === group.groupOrderId)
  expect(found).toMatchObject({ splitBps: 3_000, state: 'open', slug: group.slug })
  const carried = await carry()
  if (!carried.ok) throw new Error(carried.refusal.code)
  expect(carried.value.code).toMatch(/^[a-z0-9]{10}$/)
  expect((await groupsToCarry(who)).some(({ id }) => id === group.groupOrderId)).toBe(false)
  // a later change holds for who accepts later
  await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { carrySplitBps: 1_000 } })
  expect(await carriedGroups(who)).toMatchObject([{ splitBps: 3_000, isRunning: true, group: { slug: group.slug } }])
  expect(await carriersOf(owner)).toMatchObject([{ splitBps: 3_000, leader: { en: 'Rosa' }, endedAt: null }])
  expect(await linkOf(carried.value.code)).toMatchObject({ slug: group.slug, isActive: true })
  const audited = await db.auditEntry.findMany({ where: { subjectId: group.groupOrderId } })
  expect(audited).toMatchObject([{ action: 'group_order.carry', data: { splitBps: 3_000 } }])
})

test('one’s own group, a draft, an unknown one, one that is over or that nobody may carry is not carried', async () => {
  const { group, carry, who } = await offered()
  expect(code(await carry(3_000, await leading(group.leaderUserId)))).toBe('OWN_GROUP')
  expect(code(await (await offered({ state: 'draft' })).carry())).toBe('NOT_FOUND')
  expect(code(await carryGroupOrder(who, { groupOrderId: newId(), shownBps: 3_000 }))).toBe('NOT_FOUND')
  expect(code(await (await offered({ state: 'confirmed' })).carry())).toBe('CARRYING_OVER')
  // open by its state, over by the clock
  expect(code(await (await offered({ cutoffInMs: -1_000 })).carry())).toBe('CARRYING_OVER')
  expect(code(await (await offered({}, null)).carry())).toBe('NOT_TO_BE_CARRIED')
  expect(await carry(2_000)).toMatchObject({ refusal: { code: 'SPLIT_CHANGED', splitBps: 3_000 } })
  expect(code(await (await offered({ state: 'scheduled' })).carry())).toBeUndefined()
})

test('only an approved leader carries, and only for one who leads still', async () => {
  const applied = await makeLeader(db, { state: 'applied' })
  expect(await leaderGate(applied.userId)).toBeUndefined()
  const { rosa, who, carry, group } = await offered()
  await db.leader.update({ where: { id: rosa.id }, data: { state: 'suspended' } })
  expect(await leaderGate(rosa.userId)).toBeUndefined()
  // between the gate and the transaction
  expect(code(await carry())).toBe('LEADER_NOT_APPROVED')
  await db.leader.update({ where: { id: rosa.id }, data: { state: 'approved' } })
  await db.leader.update({ where: { id: group.leaderId }, data: { state: 'suspended' } })
  expect(code(await carry())).toBe('NOT_TO_BE_CARRIED')
  expect((await groupsToCarry(who)).some(({ id }) => id === group.groupOrderId)).toBe(false)
})

test('who carries it cannot accept again; who stopped may, whom its leader ended may not', async () => {
  const { who, owner, carry, group } = await offered()
  const first = await carry()
  if (!first.ok) throw new Error(first.refusal.code)
  expect(code(await carry())).toBe('ALREADY_CARRYING')
  expect(await stopCarrying(who, first.value.carrierId)).toEqual({
    ok: true,
    value: { groupOrderId: group.groupOrderId },
  })
  expect((await stopCarrying(who, first.value.carrierId)).ok).toBe(true)
  const second = await carry()
  if (!second.ok) throw new Error(second.refusal.code)
  expect(second.value.code).not.toBe(first.value.code)
  expect((await endCarrier(owner, second.value.carrierId)).ok).toBe(true)
  expect(code(await carry())).toBe('CARRIER_ENDED')
  expect((await carriedGroups(who)).map(({ isEndedByOwner }) => isEndedByOwner)).toEqual([true, false])
  expect(
    await db.auditEntry.count({ where: { action: 'group_order.end_carrier', subjectId: group.groupOrderId } }),
  ).toBe(2)
})

test('nobody ends what is not theirs', async () => {
  const { group, carry, who } = await offered()
  const carried = await carry()
  if (!carried.ok) throw new Error(carried.refusal.code)
  const stranger = await leading((await makeLeader(db)).userId)
  expect(await stopCarrying(stranger, carried.value.carrierId)).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
  const other = await makeOpenGroup(db)
  const manager = (await managerGate(other.leaderUserId, other.groupOrderId)) as ManagerOf
  expect(await endCarrier(manager, carried.value.carrierId)).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
  expect(await stopCarrying(who, newId())).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
  expect(await db.groupCarrier.count({ where: { groupOrderId: group.groupOrderId, endedAt: null } })).toBe(1)
})

test('accepted twice at once, it is carried once', async () => {
  const { group, carry } = await offered()
  const answers = await Promise.all([carry(), carry(), carry(), carry()])
  expect(answers.map(code).sort()).toEqual(['ALREADY_CARRYING', 'ALREADY_CARRYING', 'ALREADY_CARRYING', undefined])
  expect(await db.groupCarrier.count({ where: { groupOrderId: group.groupOrderId } })).toBe(1)
})

test('a link leads to its group as long as that is there, and carries while its leader does', async () => {
  const group = await makeOpenGroup(db)
  const carrier = await makeCarrier(db, { groupOrderId: group.groupOrderId })
  const shopper = await shopperGate((await makeUser(db)).id)
  const self = await shopperGate(carrier.userId)
  const named = (who = shopper) => carrierNow(who, group.groupOrderId, carrier.code)
  expect(await named()).toMatchObject({ code: carrier.code, name: { en: 'Rosa, by the quay' } })
  expect(await carrierNow(undefined, group.groupOrderId, carrier.code)).toBeDefined()
  expect(await named(self)).toBeUndefined()
  expect(await carrierNow(shopper, (await makeOpenGroup(db)).groupOrderId, carrier.code)).toBeUndefined()
  await db.leader.update({ where: { id: carrier.leaderId }, data: { state: 'suspended' } })
  expect([await named(), (await linkOf(carrier.code))?.isActive]).toEqual([undefined, false])
  await db.leader.update({ where: { id: carrier.leaderId }, data: { state: 'approved' } })
  await pool.query('update group_carriers set ended_at = clock_timestamp() where id = $1', [carrier.id])
  expect([await named(), (await linkOf(carrier.code))?.isActive]).toEqual([undefined, false])
  expect([await linkOf('nosuchcode'), await linkOf("';--")]).toEqual([undefined, undefined])
})
