import { describe, expect, it, vi } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { newToken } from '#lib/infra/ids.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { personFor } from './persons-by-contact.ts'

const fresh = () => `${newToken(12)}@example.org`
const idOf = (found: Awaited<ReturnType<typeof personFor>>) => (found.ok ? found.value.userId : found.refusal.code)

/** The same module as another app process has it: with a queue of its own. */
async function anotherProcess(): Promise<typeof personFor> {
  vi.resetModules()
  return (await import('./persons-by-contact.ts')).personFor
}

describe('personFor', () => {
  it('makes one person of twenty who ask at once for somebody new', async () => {
    const email = fresh()
    const ids = await Promise.all(Array.from({ length: 20 }, () => personFor(email)))
    expect(new Set(ids.map(idOf)).size).toBe(1)
    expect(await db.user.count({ where: { email } })).toBe(1)
  })

  it('and of many processes that ask for the same new people in opposite order', async () => {
    const others = [personFor, await anotherProcess(), await anotherProcess(), await anotherProcess()]
    for (let round = 0; round < 10; round++) {
      const emails = Array.from({ length: 12 }, fresh)
      const asked = others.flatMap((ask, index) =>
        (index % 2 ? emails.toReversed() : emails).map(async (email) => [email, idOf(await ask(email))] as const),
      )
      const found = await Promise.all(asked)
      for (const email of emails) {
        expect(new Set(found.filter(([asked]) => asked === email).map(([, id]) => id)).size).toBe(1)
      }
      expect(await db.user.count({ where: { email: { in: emails } } })).toBe(12)
    }
  })

  it('asks the database once for those who wait together', async () => {
    const query = vi.spyOn(pool, 'query')
    await Promise.all(Array.from({ length: 30 }, () => personFor(fresh())))
    // the first rides alone, all others together
    expect(query).toHaveBeenCalledTimes(2)
    query.mockRestore()
  })

  it('finds who is there, in any spelling, by mail or phone', async () => {
    const { id, email } = await makeUser(db, { phone: '+16045550147', locale: 'zh-CN' })
    const [byMail, byPhone] = await Promise.all([personFor(` ${email?.toUpperCase()}`), personFor('(604) 555-0147')])
    expect(byMail).toMatchObject({ ok: true, value: { userId: id, locale: 'zh-CN', contact: { value: email } } })
    expect(byPhone).toMatchObject({
      ok: true,
      value: { userId: id, contact: { kind: 'phone', value: '+16045550147' } },
    })
  })

  it('refuses what is no address, and who was shut out, and nobody beside them', async () => {
    const { email } = await makeUser(db, { disabled: true })
    const good = fresh()
    const answers = await Promise.all([personFor('nobody'), personFor(email ?? ''), personFor(good)])
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.refusal.code))).toEqual([
      'BAD_CONTACT',
      'PERSON_DISABLED',
      'ok',
    ])
  })

  it('tells everybody who waited when the database is gone, and looks again for who asks later', async () => {
    const query = vi.spyOn(pool, 'query').mockImplementation(() => Promise.reject(new Error('ECONNREFUSED')))
    await expect(Promise.all([personFor(fresh()), personFor(fresh())])).rejects.toThrow('ECONNREFUSED')
    query.mockRestore()
    expect(await personFor(fresh())).toMatchObject({ ok: true })
  })
})
