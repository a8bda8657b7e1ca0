import { describe, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { ManagerOf, Shopper } from '#lib/domain/who.ts'
import { managerGate, shopperGate } from '#lib/queries/gates.ts'
import { letters } from '#test/letters.ts'
import { type MadeGroup, makeOpenGroup } from '../../../prisma/factories/group-order.ts'
import { makeUser } from '../../../prisma/factories/people.ts'
import { answerQuestion } from './answer.ts'
import { askQuestion } from './ask.ts'

const managerOf = async (group: MadeGroup) => (await managerGate(group.leaderUserId, group.groupOrderId)) as ManagerOf

async function newShopper() {
  return (await shopperGate((await makeUser(db, { locale: 'zh-CN' })).id)) as Shopper
}

describe('a question', () => {
  test('reaches the leader, and its answer whoever asked', async () => {
    const group = await makeOpenGroup(db)
    const who = await newShopper()
    const { groupOrderId } = group
    const asked = await askQuestion(who, { groupOrderId, text: ' Are the eggs washed? ' })
    if (!asked.ok) throw new Error(asked.refusal.code)
    const [toLeader] = await letters({ template: 'questionAsked', userId: group.leaderUserId })
    expect(toLeader?.text).toContain('Are the eggs washed?')
    expect(toLeader?.text).toContain(`/leader/group-orders/${groupOrderId}#questions`)

    const { questionId } = asked.value
    const leader = await managerOf(group)
    const both = await Promise.all([
      answerQuestion(leader, { questionId, text: 'No, they keep longer.' }),
      answerQuestion(leader, { questionId, text: 'No, they keep longer.' }),
    ])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(both.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'ALREADY_ANSWERED' } })
    const toAsker = await letters({ template: 'questionAnswered', userId: who.userId })
    expect(toAsker).toHaveLength(1)
    expect(toAsker[0]).toMatchObject({ locale: 'zh-CN' })
    expect(toAsker[0]?.text).toContain('No, they keep longer.')
    expect(toAsker[0]?.text).toContain(`/g/${group.slug}`)
  })

  test('is refused when empty, for a group the public cannot see, and when there are too many', async () => {
    const who = await newShopper()
    const { groupOrderId } = await makeOpenGroup(db)
    expect(await askQuestion(who, { groupOrderId, text: '  ' })).toMatchObject({
      refusal: { code: 'QUESTION_EMPTY', field: 'text' },
    })
    const draft = await makeOpenGroup(db, { state: 'draft' })
    expect(await askQuestion(who, { groupOrderId: draft.groupOrderId, text: 'When?' })).toMatchObject({
      refusal: { code: 'NOT_FOUND' },
    })
    expect(await askQuestion(who, { groupOrderId: who.userId, text: 'When?' })).toMatchObject({
      refusal: { code: 'NOT_FOUND' },
    })
    const eager = await newShopper()
    for (let asked = 0; asked < 10; asked++) await askQuestion(eager, { groupOrderId, text: `When? ${asked}` })
    expect(await askQuestion(eager, { groupOrderId, text: 'When?' })).toMatchObject({
      refusal: { code: 'TOO_MANY_QUESTIONS' },
    })
  })

  test('is answered by nobody but the group’s own manager, with words', async () => {
    const group = await makeOpenGroup(db)
    const other = await makeOpenGroup(db)
    const asked = await askQuestion(await newShopper(), { groupOrderId: group.groupOrderId, text: 'When?' })
    const questionId = asked.ok ? asked.value.questionId : ''
    expect(await answerQuestion(await managerOf(other), { questionId, text: 'Never' })).toMatchObject({
      refusal: { code: 'NOT_FOUND' },
    })
    expect(await answerQuestion(await managerOf(group), { questionId, text: ' ' })).toMatchObject({
      refusal: { code: 'ANSWER_EMPTY', field: 'text' },
    })
    expect(await db.question.findUniqueOrThrow({ where: { id: questionId } })).toMatchObject({ answer: null })
  })
})
