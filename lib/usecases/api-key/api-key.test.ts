import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '#lib/db/client.ts'
import { transaction } from '#lib/db/transaction.ts'
import { accept, refuse } from '#lib/domain/outcome.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { isSameHash, readApiKeyText } from '#lib/infra/api-key.ts'
import { newId } from '#lib/infra/ids.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { makeLeader, makeAdmin as makePerson } from '#prisma/factories/people.ts'
import { createApiKey } from './create.ts'
import { noteApiKeyUse } from './note-use.ts'
import { answerUnder, type Claim, keepAnswer, once } from './once.ts'
import { revokeApiKey } from './revoke.ts'

let who: AdminFor<'people'>
beforeAll(async () => {
  const { id } = await makePerson(db, ['people'])
  who = (await adminGate(id, 'people')) as AdminFor<'people'>
})

async function made(scopes = 'read') {
  const outcome = await createApiKey(who, { name: 'Accounting', scopes })
  if (!outcome.ok) throw new Error(outcome.refusal.code)
  return outcome.value
}

describe('an API key', () => {
  it('is told once and kept as a hash of 256 random bits', async () => {
    const { id, key } = await made('orders,read')
    const row = await db.apiKey.findUniqueOrThrow({ where: { id } })
    expect(row).toMatchObject({
      name: 'Accounting',
      scopes: ['read', 'orders'],
      createdBy: who.userId,
      revokedAt: null,
    })
    expect(JSON.stringify(row)).not.toContain(key.slice(-43))
    const shown = readApiKeyText(key)
    expect(shown?.id).toBe(id)
    expect(Buffer.from(key.slice(-43), 'base64url')).toHaveLength(32)
    expect(isSameHash(shown?.hash as Buffer, row.hash)).toBe(true)
    expect((await made()).key.slice(-43)).not.toBe(key.slice(-43))
  })

  it('leaves a trail when made and when revoked', async () => {
    const { id } = await made()
    await revokeApiKey(who, { apiKeyId: id })
    await revokeApiKey(who, { apiKeyId: id })
    const trail = await db.auditEntry.findMany({ where: { subjectId: id }, orderBy: { at: 'asc' } })
    expect(trail.map(({ action, actorRole, actorId }) => [action, actorRole, actorId])).toEqual([
      ['api_key.create', 'admin', who.userId],
      ['api_key.revoke', 'admin', who.userId],
    ])
    const shell = await createApiKey('shell', { name: 'Bench', scopes: '*' })
    const subjectId = shell.ok ? shell.value.id : ''
    expect(await db.auditEntry.findFirst({ where: { subjectId } })).toMatchObject({
      actorRole: 'system',
      actorId: null,
    })
  })

  it.each([
    [{ name: ' ', scopes: 'read' }, 'NAME_NEEDED'],
    [{ name: 'x'.repeat(81), scopes: 'read' }, 'NAME_NEEDED'],
    [{ name: 'A', scopes: '' }, 'BAD_SCOPES'],
    [{ name: 'A', scopes: 'read,write' }, 'BAD_SCOPES'],
    [{ name: 'A', scopes: 'read', leaderId: newId() }, 'UNKNOWN_LEADER'],
  ])('is refused for %o: %s', async (input, code) => {
    expect(await createApiKey(who, input)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('may be bound to a leader; everything swallows the rest', async () => {
    const { id: leaderId } = await makeLeader(db)
    const outcome = await createApiKey(who, { name: 'A', scopes: 'read, *', leaderId })
    const id = outcome.ok ? outcome.value.id : ''
    expect(await db.apiKey.findUniqueOrThrow({ where: { id } })).toMatchObject({ scopes: ['*'], leaderId })
  })

  it('stays revoked, from the first time on', async () => {
    const { id } = await made()
    await revokeApiKey(who, { apiKeyId: id })
    const { revokedAt } = await db.apiKey.findUniqueOrThrow({ where: { id } })
    expect(await revokeApiKey(who, { apiKeyId: id })).toMatchObject({ ok: true })
    expect(await db.apiKey.findUniqueOrThrow({ where: { id } })).toMatchObject({ revokedAt })
    expect(await revokeApiKey(who, { apiKeyId: newId() })).toEqual({ ok: false, refusal: { code: 'NOT_FOUND' } })
  })

  it('notes its use once a minute', async () => {
    const { id } = await made()
    await noteApiKeyUse(id)
    const { lastUsedAt } = await db.apiKey.findUniqueOrThrow({ where: { id } })
    expect(lastUsedAt).not.toBeNull()
    await noteApiKeyUse(id)
    expect(await db.apiKey.findUniqueOrThrow({ where: { id } })).toMatchObject({ lastUsedAt })
    const earlier = new Date(Date.now() - 61_000)
    await db.apiKey.update({ where: { id }, data: { lastUsedAt: earlier } })
    await noteApiKeyUse(id)
    expect((await db.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt?.getTime()).toBeGreaterThan(
      earlier.getTime(),
    )
  })
})

describe('an Idempotency-Key', () => {
  const claimOf = async (bodyHash = 'a'): Promise<Claim> => ({
    apiKeyId: (await made()).id,
    key: 'k 1'.trim(),
    bodyHash,
  })
  const supplier = (claim: Claim | undefined) =>
    transaction((tx) =>
      once(tx, claim, async () => {
        const { id } = await tx.supplier.create({ data: { name: { en: claim?.apiKeyId ?? '' }, region: 'x' } })
        return accept({ id })
      }),
    )
  const countOf = ({ apiKeyId }: Claim) => db.supplier.count({ where: { name: { path: ['en'], equals: apiKeyId } } })

  it('makes one thing, however many ask at once', async () => {
    for (let round = 0; round < 10; round++) {
      const claim = await claimOf()
      const answers = await Promise.all(Array.from({ length: 8 }, () => supplier(claim)))
      expect(await countOf(claim)).toBe(1)
      expect(new Set(answers.map((answer) => answer.ok && answer.value.id)).size).toBe(1)
      expect(answers.filter((answer) => answer.ok && answer.value.replayed)).toHaveLength(7)
    }
  })

  it('refuses another body, and is each program’s own', async () => {
    const claim = await claimOf()
    await supplier(claim)
    expect(await supplier({ ...claim, bodyHash: 'b' })).toEqual({
      ok: false,
      refusal: { code: 'IDEMPOTENCY_KEY_REUSED' },
    })
    const other = await claimOf('b')
    expect(await supplier(other)).toMatchObject({ ok: true })
    expect(await countOf(other)).toBe(1)
  })

  it('is not used up by a refusal, nor by a failure', async () => {
    const claim = await claimOf()
    const refused = await transaction((tx) => once(tx, claim, async () => refuse({ code: 'NO' })))
    expect(refused).toEqual({ ok: false, refusal: { code: 'NO' } })
    const broken = transaction((tx) =>
      once(tx, claim, async () => {
        await tx.supplier.create({ data: { name: { en: claim.apiKeyId }, region: 'x' } })
        throw new Error('broken')
      }),
    )
    await expect(broken).rejects.toThrow('broken')
    expect(await countOf(claim)).toBe(0)
    expect(await supplier(claim)).toMatchObject({ ok: true })
    expect(await countOf(claim)).toBe(1)
  })

  it('keeps the first answer', async () => {
    const claim = await claimOf()
    await supplier(claim)
    expect(await answerUnder(claim)).toBeUndefined()
    await keepAnswer(claim, { price: 1 })
    await keepAnswer(claim, { price: 2 })
    expect(await answerUnder(claim)).toEqual({ price: 1 })
  })

  it('without one, everything is made anew', async () => {
    const [one, two] = [await supplier(undefined), await supplier(undefined)]
    expect(one.ok && two.ok && one.value.id !== two.value.id).toBe(true)
  })
})
