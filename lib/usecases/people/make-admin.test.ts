import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { makeUser } from '../../../prisma/factories/people.ts'
import { makeAdmin } from './make-admin.ts'

test('the first admin: one at a time, by a clean address, and on record', async () => {
  expect(await makeAdmin('no address', undefined, false)).toEqual({ ok: false, refusal: { code: 'BAD_EMAIL' } })
  expect(await makeAdmin('+1 604 555 0100', undefined, false)).toEqual({ ok: false, refusal: { code: 'BAD_EMAIL' } })

  const outcomes = await Promise.all(
    ['Ada@Example.org ', 'bob@example.org'].map((email) => makeAdmin(email, 'Ada', false)),
  )

  const made = outcomes.filter(({ ok }) => ok)
  expect(made).toHaveLength(1)
  expect(outcomes).toContainEqual({ ok: false, refusal: { code: 'ADMIN_EXISTS' } })
  expect(['ada@example.org', 'bob@example.org']).toContain(made[0]?.ok && made[0].value.email)
  const duties = await db.duty.findMany()
  expect(duties.map(({ duty }) => duty).sort()).toEqual(['catalogue', 'money', 'people', 'stock'])
  const trail = await db.auditEntry.findMany({ where: { action: 'admin.make' } })
  expect(trail).toMatchObject([{ actorId: null, actorRole: 'system', data: { isForced: false } }])
})

test('another one only by force; someone who shops here keeps the account and the name', async () => {
  const shopper = await makeUser(db, { email: 'lin@example.org', name: 'Lin' })
  expect(await makeAdmin('lin@example.org', 'X', false)).toEqual({ ok: false, refusal: { code: 'ADMIN_EXISTS' } })
  const outcome = await makeAdmin('LIN@example.org', 'X', true)
  expect(outcome).toEqual({ ok: true, value: { userId: shopper.id, email: 'lin@example.org', isNew: false } })
  expect(await db.user.findUnique({ where: { id: shopper.id } })).toMatchObject({ name: 'Lin' })
  expect(await makeAdmin('lin@example.org', undefined, true)).toMatchObject({ ok: true })
  expect(await db.duty.count({ where: { userId: shopper.id } })).toBe(4)
})

test('nobody who was shut out', async () => {
  await makeUser(db, { email: 'out@example.org', disabled: true })
  expect(await makeAdmin('out@example.org', undefined, true)).toEqual({ ok: false, refusal: { code: 'DISABLED' } })
})
