import { describe, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { AdminFor, Shopper } from '#lib/domain/who.ts'
import { adminGate, leaderGate, shopperGate } from '#lib/queries/gates.ts'
import { letters } from '#test/letters.ts'
import { makeAdmin, makeLeader, makeUser } from '../../../prisma/factories/people.ts'
import { type Application, applyAsLeader } from './apply.ts'
import { decideLeader, type LeaderDecision } from './decide.ts'

const application = (facts: Partial<Application> = {}): Application => ({
  name: { en: 'Mei', 'zh-CN': ' ' },
  community: { 'zh-CN': '枫叶巷' },
  about: 'I know everybody here.',
  awning: 'clay',
  ...facts,
})

const newShopper = async () => (await shopperGate((await makeUser(db)).id)) as Shopper
const newAdmin = async () => (await adminGate((await makeAdmin(db, ['people'])).id, 'people')) as AdminFor<'people'>

describe('applying to lead', () => {
  test('waits for the operator, and may be corrected meanwhile', async () => {
    const who = await newShopper()
    const first = await applyAsLeader(who, application())
    const second = await applyAsLeader(who, application({ awning: 'sky' }))
    expect(second).toEqual(first)
    const leader = await db.leader.findUniqueOrThrow({ where: { userId: who.userId } })
    expect(leader).toMatchObject({
      state: 'applied',
      name: { en: 'Mei' },
      community: { 'zh-CN': '枫叶巷' },
      awning: 'sky',
    })
    expect(await leaderGate(who.userId)).toBeUndefined()
  })

  test('two forms sent at once make one application', async () => {
    const who = await newShopper()
    const both = await Promise.all([applyAsLeader(who, application()), applyAsLeader(who, application())])
    expect(both.every(({ ok }) => ok)).toBe(true)
    expect(await db.leader.count({ where: { userId: who.userId } })).toBe(1)
  })

  test('is refused without a name or a neighbourhood, and for leaders and suspended ones', async () => {
    const who = await newShopper()
    expect(await applyAsLeader(who, application({ name: {} }))).toMatchObject({
      refusal: { code: 'NAME_NEEDED', field: 'name.en' },
    })
    expect(await applyAsLeader(who, application({ community: { en: ' ' } }))).toMatchObject({
      refusal: { code: 'COMMUNITY_NEEDED', field: 'community.en' },
    })
    for (const [state, code] of [
      ['approved', 'ALREADY_LEADER'],
      ['suspended', 'LEADER_SUSPENDED'],
    ] as const) {
      const { userId } = await makeLeader(db, { state, name: { en: 'Before' } })
      const leader = (await shopperGate(userId)) as Shopper
      expect(await applyAsLeader(leader, application())).toMatchObject({ refusal: { code } })
      expect(await db.leader.findUniqueOrThrow({ where: { userId } })).toMatchObject({ state, name: { en: 'Before' } })
    }
  })

  test('whoever was refused may apply again', async () => {
    const { userId } = await makeLeader(db, { state: 'refused', reason: 'Too few words' })
    expect(await applyAsLeader((await shopperGate(userId)) as Shopper, application())).toMatchObject({ ok: true })
    expect(await db.leader.findUniqueOrThrow({ where: { userId } })).toMatchObject({
      state: 'applied',
      reason: null,
      decidedAt: null,
    })
  })
})

describe('deciding about a leader', () => {
  const decide = async (leaderId: string, decision: LeaderDecision, reason?: string) =>
    decideLeader(await newAdmin(), { leaderId, decision, ...(reason !== undefined && { reason }) })

  test('approving opens the desk and tells the leader', async () => {
    const { id, userId } = await makeLeader(db, { state: 'applied' })
    expect(await decide(id, 'approve')).toMatchObject({ ok: true, value: 'approved' })
    expect(await leaderGate(userId)).toMatchObject({ leaderId: id })
    const [message] = await letters({ userId })
    expect(message).toMatchObject({ template: 'leaderApproved' })
    expect(message?.text).toContain('/leader')
  })

  test('refusing and suspending need a reason; the first is told by message', async () => {
    const { id, userId } = await makeLeader(db, { state: 'applied' })
    expect(await decide(id, 'refuse', ' ')).toMatchObject({ refusal: { code: 'REASON_NEEDED', field: 'reason' } })
    expect(await decide(id, 'refuse', 'Outside our city')).toMatchObject({ ok: true, value: 'refused' })
    const [message] = await letters({ userId })
    expect(message?.text).toContain('Outside our city')

    const busy = await makeLeader(db)
    expect(await decide(busy.id, 'suspend')).toMatchObject({ refusal: { code: 'REASON_NEEDED' } })
    expect(await decide(busy.id, 'suspend', 'Complaints')).toMatchObject({ ok: true, value: 'suspended' })
    expect(await leaderGate(busy.userId)).toBeUndefined()
    expect(await decide(busy.id, 'restore')).toMatchObject({ ok: true, value: 'approved' })
    expect(await db.leader.findUniqueOrThrow({ where: { id: busy.id } })).toMatchObject({
      state: 'approved',
      reason: null,
    })
    expect(await db.auditEntry.count({ where: { subjectId: busy.id } })).toBe(2)
  })

  test('only the steps of the table: the rest is refused, and of two at once one wins', async () => {
    const { id } = await makeLeader(db, { state: 'approved' })
    expect(await decide(id, 'approve')).toMatchObject({ refusal: { code: 'WRONG_STATE' } })
    expect(await decide(id, 'refuse', 'No')).toMatchObject({ refusal: { code: 'WRONG_STATE' } })
    expect(await decide(id, 'restore')).toMatchObject({ refusal: { code: 'WRONG_STATE' } })
    expect(await decide('00000000-0000-7000-8000-000000000000', 'approve')).toMatchObject({
      refusal: { code: 'NOT_FOUND' },
    })
    const waiting = await makeLeader(db, { state: 'applied' })
    const both = await Promise.all([decide(waiting.id, 'approve'), decide(waiting.id, 'approve')])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await db.message.count({ where: { userId: waiting.userId } })).toBe(1)
  })
})
