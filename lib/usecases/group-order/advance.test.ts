import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeAdmin } from '#prisma/factories/people.ts'
import { advanceGroupOrder } from './advance.ts'

const buyer = async () => {
  const { id } = await makeAdmin(db, ['stock'])
  return (await adminGate(id, 'stock')) as AdminFor<'stock'>
}
const stateOf = (id: string) =>
  db.groupOrder.findUniqueOrThrow({ where: { id }, select: { state: true, boughtAt: true } })
const wrongState = { ok: false, refusal: { code: 'WRONG_STATE' } }

test('bought, in, on the way: each once, in this order, and on the record', async () => {
  const who = await buyer()
  const { groupOrderId } = await makeOpenGroup(db, { state: 'confirmed' })
  const step = (name: 'buy' | 'receive' | 'dispatch') => advanceGroupOrder(who, { groupOrderId, step: name })
  expect(await step('dispatch')).toEqual(wrongState)
  expect(await step('buy')).toEqual({ ok: true, value: 'confirmed' })
  expect((await stateOf(groupOrderId)).boughtAt).toBeInstanceOf(Date)
  expect(await step('buy')).toEqual(wrongState)
  expect(await step('receive')).toEqual({ ok: true, value: 'received' })
  expect(await step('receive')).toEqual(wrongState)
  expect(await step('dispatch')).toEqual({ ok: true, value: 'dispatched' })
  expect(await step('dispatch')).toEqual(wrongState)
  const trail = await db.auditEntry.findMany({ where: { subjectId: groupOrderId }, orderBy: { at: 'asc' } })
  const actions = trail.map(({ action, actorId }) => `${action} ${actorId === who.userId}`)
  expect(actions).toEqual(['group_order.buy true', 'group_order.receive true', 'group_order.dispatch true'])
})

test('goods that are in were bought, even if nobody said so', async () => {
  const who = await buyer()
  const { groupOrderId } = await makeOpenGroup(db, { state: 'confirmed' })
  await advanceGroupOrder(who, { groupOrderId, step: 'receive' })
  const { state, boughtAt } = await stateOf(groupOrderId)
  expect({ state, isBought: boughtAt !== null }).toEqual({ state: 'received', isBought: true })
})

test.each(['draft', 'scheduled', 'open', 'failed', 'arrived', 'completed', 'cancelled'] as const)(
  'nothing is bought for, received for or sent to a group that is %s',
  async (state) => {
    const who = await buyer()
    const { groupOrderId } = await makeOpenGroup(db, { state })
    for (const step of ['buy', 'receive', 'dispatch'] as const) {
      expect(await advanceGroupOrder(who, { groupOrderId, step })).toEqual(wrongState)
    }
    expect(await stateOf(groupOrderId)).toEqual({ state, boughtAt: null })
  },
)

test('of ten who press at once one wins; an unknown group is refused', async () => {
  const who = await buyer()
  const { groupOrderId } = await makeOpenGroup(db, { state: 'confirmed' })
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => advanceGroupOrder(who, { groupOrderId, step: 'receive' })),
  )
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await advanceGroupOrder(who, { groupOrderId: newId(), step: 'buy' })).toEqual(wrongState)
})
