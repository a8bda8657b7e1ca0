import { expect, it } from 'vitest'
import { db } from '#lib/db/client.ts'
import { operatorLeader } from './operator-leader.ts'

const WORDS = { name: { en: 'The operator' }, community: { en: 'The whole shop' } }

it('is one leader, approved, whom nobody can sign in as, however many need it at once', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, () => operatorLeader(WORDS)))
  const [id = ''] = new Set(ids)
  expect(new Set(ids).size).toBe(1)
  const leader = await db.leader.findUniqueOrThrow({ where: { id }, include: { user: true } })
  expect(leader).toMatchObject({ state: 'approved', name: WORDS.name, user: { email: null, phone: null } })
  expect(await db.leader.count()).toBe(1)
})
