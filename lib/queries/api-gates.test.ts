import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { ApiKeyWho } from '#lib/domain/who.ts'
import { readApiKeyText, type ShownKey } from '#lib/infra/api-key.ts'
import { newId } from '#lib/infra/ids.ts'
import { createApiKey } from '#lib/usecases/api-key/create.ts'
import { type MadeGroup, makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeLeader } from '#prisma/factories/people.ts'
import {
  apiAdmin,
  apiDispatcher,
  apiKeeper,
  apiKeyGate,
  apiKeyRow,
  apiLeader,
  apiListReader,
  apiManager,
  apiPlacer,
  apiReader,
} from './gates.ts'

const SCOPES = ['read', 'catalogue', 'orders', 'operations', '*'] as const

async function shown(scopes: string, leaderId?: string) {
  const made = await createApiKey('shell', { name: scopes, scopes, leaderId })
  if (!made.ok) throw new Error(made.refusal.code)
  const key = readApiKeyText(made.value.key) as ShownKey
  return { key, row: await apiKeyRow(made.value.id) }
}

async function keyOf(scopes: string, leaderId?: string): Promise<ApiKeyWho> {
  const { key, row } = await shown(scopes, leaderId)
  const who = row && apiKeyGate(row, key)
  if (!who || typeof who === 'string') throw new Error('not let in')
  return who
}

let group: MadeGroup
let keys: Record<(typeof SCOPES)[number], ApiKeyWho>
beforeAll(async () => {
  group = await makeOpenGroup(db)
  keys = Object.fromEntries(
    await Promise.all(SCOPES.map(async (scope) => [scope, await keyOf(scope)] as const)),
  ) as typeof keys
})

/** Which of the keys a gate lets in. */
async function letIn(gate: (key: ApiKeyWho) => unknown): Promise<string[]> {
  const answers = await Promise.all(SCOPES.map(async (scope) => [scope, await gate(keys[scope])] as const))
  return answers.filter(([, who]) => who).map(([scope]) => scope)
}

describe('the gates of programs', () => {
  it('let in who shows the secret of a key that lives', async () => {
    const { key, row } = await shown('read')
    if (!row) throw new Error('no row')
    const { key: other } = await shown('read')
    expect(apiKeyGate(row, key)).toMatchObject({ userId: row.id, isApiKey: true, scopes: ['read'], leaderId: null })
    expect(apiKeyGate(row, { id: row.id, hash: other.hash })).toBe('wrong')
    expect(apiKeyGate({ ...row, revokedAt: new Date() }, key)).toBe('revoked')
    // who does not have the secret is not even told that the key was revoked
    expect(apiKeyGate({ ...row, revokedAt: new Date() }, { id: row.id, hash: other.hash })).toBe('wrong')
    expect(await apiKeyRow(newId())).toBeUndefined()
  })

  it('read no key out of what was never one', async () => {
    for (const text of [
      '',
      'kt_',
      'kt__',
      `kt_${'a'.repeat(22)}_${'b'.repeat(42)}`,
      `xx_${'a'.repeat(22)}_${'b'.repeat(43)}`,
    ])
      expect(readApiKeyText(text)).toBeUndefined()
  })

  it('mint by scope', async () => {
    const { groupOrderId, stationId, leaderId } = group
    expect(await letIn((key) => apiPlacer(key))).toEqual(['orders', '*'])
    expect(await letIn((key) => apiAdmin(key, 'catalogue'))).toEqual(['catalogue', '*'])
    expect(await letIn((key) => apiAdmin(key, 'stock'))).toEqual(['catalogue', '*'])
    expect(await letIn((key) => apiAdmin(key, 'people'))).toEqual(['catalogue', '*'])
    expect(await letIn((key) => apiLeader(key, leaderId))).toEqual(['operations', '*'])
    expect(await letIn((key) => apiManager(key, groupOrderId))).toEqual(['operations', '*'])
    expect(await letIn((key) => apiDispatcher(key, groupOrderId))).toEqual(['operations', '*'])
    expect(await letIn((key) => apiKeeper(key, groupOrderId, stationId))).toEqual(['operations', '*'])
    expect(await letIn((key) => apiListReader(key, groupOrderId))).toEqual(['read', 'operations', '*'])
    expect(await letIn((key) => apiReader(key).seesAll)).toEqual(['read', 'operations', '*'])
    expect(await letIn((key) => apiReader(key).seesOwn)).toEqual(['orders', '*'])
  })

  it('find nothing of another leader for a key that is bound to one', async () => {
    const { groupOrderId, stationId, leaderId } = group
    const own = await keyOf('*', leaderId)
    const foreign = await keyOf('*', (await makeLeader(db)).id)
    const answers = async (key: ApiKeyWho) => [
      Boolean(await apiLeader(key, leaderId)),
      Boolean(await apiManager(key, groupOrderId)),
      Boolean(await apiDispatcher(key, groupOrderId)),
      Boolean(await apiKeeper(key, groupOrderId, stationId)),
      Boolean(await apiListReader(key, groupOrderId)),
    ]
    expect(await answers(own)).toEqual([true, true, true, true, true])
    expect(await answers(foreign)).toEqual([false, false, false, false, false])
  })

  it('let nobody open groups for a leader who is not approved, or for nobody', async () => {
    const { id: suspended } = await makeLeader(db, { state: 'suspended' })
    for (const id of [suspended, newId(), 'x']) expect(await apiLeader(keys['*'], id)).toBeUndefined()
    expect(await apiManager(keys['*'], newId())).toBeUndefined()
    expect(await apiManager(keys['*'], 'x')).toBeUndefined()
  })
})
