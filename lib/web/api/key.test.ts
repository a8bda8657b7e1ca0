import { beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { newToken } from '#lib/infra/ids.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { createApiKey } from '#lib/usecases/api-key/create.ts'
import { revokeApiKey } from '#lib/usecases/api-key/revoke.ts'
import { makeAdmin } from '#prisma/factories/people.ts'

let identify: typeof import('./key.ts').identify
beforeEach(async () => {
  vi.resetModules()
  ;({ identify } = await import('./key.ts'))
})

async function newKey() {
  const made = await createApiKey('shell', { name: 'k', scopes: 'read' })
  if (!made.ok) throw new Error(made.refusal.code)
  return made.value
}

const ask = (authorization: string | undefined, address = newToken()) =>
  identify(
    new Request('http://localhost/api/v1/products', {
      headers: { 'x-client-ip': address, ...(authorization !== undefined && { authorization }) },
    }),
  )
const codeOf = async (answer: ReturnType<typeof ask>) => {
  const who = await answer
  return 'code' in who ? who.code : 'in'
}
const wrongOf = (key: string) => `${key.slice(0, -43)}${'A'.repeat(43)}`

describe('identify', () => {
  it('lets a living key in, whatever the case of Bearer', async () => {
    const { id, key } = await newKey()
    expect(await ask(`Bearer ${key}`)).toMatchObject({ userId: id, scopes: ['read'] })
    expect(await ask(`bearer ${key}`)).toMatchObject({ userId: id })
  })

  it('asks for a key where there is none, or nothing that is one', async () => {
    const { key } = await newKey()
    for (const header of [
      undefined,
      '',
      key,
      'Bearer',
      'Bearer x',
      `Basic ${key}`,
      `Bearer ${key}x`,
      `Bearer ${wrongOf(key)}`,
    ])
      expect(await ask(header)).toMatchObject({ status: 401, headers: { 'www-authenticate': expect.any(String) } })
  })

  it('reads a key once, however many requests come together', async () => {
    const { key } = await newKey()
    const { db: fresh } = await import('#lib/db/client.ts')
    const read = vi.spyOn(fresh.apiKey, 'findUnique')
    await Promise.all(Array.from({ length: 20 }, () => ask(`Bearer ${key}`)))
    await ask(`Bearer ${key}`)
    expect(read).toHaveBeenCalledTimes(1)
    read.mockRestore()
  })

  it('forgets a revoked key at once', async () => {
    const { id, key } = await newKey()
    expect(await codeOf(ask(`Bearer ${key}`))).toBe('in')
    const admin = await makeAdmin(db, ['people'])
    await revokeApiKey((await adminGate(admin.id, 'people')) as AdminFor<'people'>, { apiKeyId: id })
    expect(await codeOf(ask(`Bearer ${key}`))).toBe('UNAUTHENTICATED')
  })

  it('and within seconds where nothing was told', async () => {
    const { id, key } = await newKey()
    expect(await codeOf(ask(`Bearer ${key}`))).toBe('in')
    await db.apiKey.update({ where: { id }, data: { revokedAt: new Date() } })
    const now = performance.now()
    const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 4_000)
    expect(await codeOf(ask(`Bearer ${key}`))).toBe('in')
    clock.mockReturnValue(now + 5_100)
    expect(await codeOf(ask(`Bearer ${key}`))).toBe('UNAUTHENTICATED')
    clock.mockRestore()
  })

  it('shuts out an address that guesses, and nobody else', async () => {
    const { key } = await newKey()
    const address = newToken()
    const answers = await Promise.all(Array.from({ length: 40 }, () => codeOf(ask(`Bearer ${wrongOf(key)}`, address))))
    expect(answers.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(30)
    expect(await codeOf(ask(`Bearer ${wrongOf(key)}`, address))).toBe('RATE_LIMITED')
    expect(await codeOf(ask(`Bearer ${wrongOf(key)}`))).toBe('UNAUTHENTICATED')
    // whoever has the right key behind the same address goes on
    expect(await codeOf(ask(`Bearer ${key}`, address))).toBe('in')
  })

  it('limits each key for itself', async () => {
    const [one, two] = [await newKey(), await newKey()]
    const answers = await Promise.all(Array.from({ length: 620 }, () => codeOf(ask(`Bearer ${one.key}`))))
    expect(answers.filter((code) => code === 'in')).toHaveLength(600)
    expect(await ask(`Bearer ${one.key}`)).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
    expect(await codeOf(ask(`Bearer ${two.key}`))).toBe('in')
  })

  it('notes the use beside the request', async () => {
    const { id, key } = await newKey()
    await ask(`Bearer ${key}`)
    await vi.waitFor(async () =>
      expect(await db.apiKey.findUniqueOrThrow({ where: { id } })).toMatchObject({ lastUsedAt: expect.any(Date) }),
    )
  })
})
