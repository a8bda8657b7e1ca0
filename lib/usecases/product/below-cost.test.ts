import { beforeEach, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { Outcome } from '#lib/domain/outcome.ts'
import { zonedLocal } from '#lib/domain/time.ts'
import type { AdminFor, LeaderWho, ManagerOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { belowCostPermissions } from '#lib/queries/below-cost.ts'
import { adminGate, leaderGate, managerGate } from '#lib/queries/gates.ts'
import { makeProduct, makeStation } from '#prisma/factories/catalogue.ts'
import { makeAdmin, makeLeader } from '#prisma/factories/people.ts'
import { createGroupOrder } from '../group-order/create.ts'
import { editGroupOrder } from '../group-order/edit.ts'
import { extendCutoff } from '../group-order/extend-cutoff.ts'
import { publishGroupOrder } from '../group-order/publish.ts'
import { type PermissionInput, permitBelowCost } from './permit-below-cost.ts'
import { revokeBelowCost } from './revoke-below-cost.ts'

const HOUR_MS = 3_600_000
const inHours = (hours: number) => zonedLocal(new Date(Date.now() + hours * HOUR_MS), env.TIME_ZONE)
const codeOf = (outcome: Outcome<unknown, { code: string }>) => (outcome.ok ? 'OK' : outcome.refusal.code)

let buyer: AdminFor<'catalogue'>
let leader: LeaderWho
let productId: string
let stationId: string

beforeEach(async () => {
  buyer = (await adminGate(
    (
      await makeAdmin(db, ['catalogue'], { name: 'Ada' })
    ).id,
    'catalogue',
  )) as AdminFor<'catalogue'>
  leader = (await leaderGate((await makeLeader(db)).userId)) as LeaderWho
  productId = (await makeProduct(db, { priceMinor: 560, costMinor: 390 })).id
  stationId = (await makeStation(db)).id
})

const permit = (more: Partial<PermissionInput> = {}) =>
  permitBelowCost(buyer, {
    permissionId: newId(),
    productId,
    reason: 'near_expiry',
    note: '',
    lowestMinor: 200,
    until: inHours(30),
    ...more,
  })

const offerAt = (priceMinor: number) => ({
  productId,
  priceMinor,
  tierBy: 'orders' as const,
  tiers: [],
  cap: null,
  limitPerShopper: null,
  source: 'presale' as const,
})

const open = (priceMinor: number, intent: 'draft' | 'open' = 'open') =>
  createGroupOrder(
    leader,
    {
      title: { en: 'Ripe today' },
      story: {},
      opensAt: '',
      cutoffAt: inHours(24),
      pickupFrom: inHours(38),
      pickupUntil: inHours(41),
      minimumOrders: 1,
      stationIds: [stationId],
      offers: [offerAt(priceMinor)],
    },
    intent,
  )

async function opened(priceMinor: number, intent: 'draft' | 'open' = 'open'): Promise<ManagerOf> {
  const made = await open(priceMinor, intent)
  if (!made.ok || !('groupOrderId' in made.value)) throw new Error(codeOf(made))
  return (await managerGate(leader.userId, made.value.groupOrderId)) as ManagerOf
}

test('below cost needs an admin’s permission: down to its price, while it lasts', async () => {
  expect(codeOf(await open(200))).toBe('BELOW_COST')
  expect(codeOf(await permit())).toBe('OK')
  expect(codeOf(await open(200))).toBe('OK')
  expect(codeOf(await open(199))).toBe('BELOW_COST')
  const [offer] = await db.offer.findMany({ where: { productId }, include: { prices: true } })
  expect(offer?.prices[0]).toMatchObject({ priceMinor: 200, costMinor: 390 })
})

test('one that ends before orders close does not help, nor one of another product', async () => {
  await permit({ until: inHours(23) })
  await permit({ productId: (await makeProduct(db, { costMinor: 390 })).id })
  expect(codeOf(await open(200))).toBe('BELOW_COST')
})

test('a draft is asked again when it is published, an edit when it has a new price', async () => {
  await permit()
  const draft = await opened(200, 'draft')
  const [permission] = await belowCostPermissions(buyer, productId)
  await revokeBelowCost(buyer, { permissionId: permission?.id ?? '' })
  expect(codeOf(await publishGroupOrder(draft))).toBe('BELOW_COST')
  await permit()
  expect(codeOf(await publishGroupOrder(draft))).toBe('OK')
  const edit = async (priceMinor: number) => {
    const { version } = await db.groupOrder.findUniqueOrThrow({ where: { id: draft.groupOrderId } })
    return codeOf(
      await editGroupOrder(draft, { version, title: { en: 'Ripe today' }, story: {}, offers: [offerAt(priceMinor)] }),
    )
  }
  expect(await edit(210)).toBe('OK')
  expect(await edit(199)).toBe('BELOW_COST')
})

test('a cutoff is not moved past the permission that something is sold by', async () => {
  await permit()
  const group = await opened(200)
  const later = (hours: number) => extendCutoff(group, inHours(hours)).then(codeOf)
  expect(await later(31)).toBe('PERMISSION_ENDS_BEFORE')
  expect(await later(29)).toBe('OK')
  await permit({ until: inHours(48), lowestMinor: 201 })
  expect(await later(31)).toBe('PERMISSION_ENDS_BEFORE')
  await permit({ until: inHours(48), lowestMinor: 150 })
  expect(await later(31)).toBe('OK')
  expect(codeOf(await extendCutoff(await opened(560), inHours(37)))).toBe('OK')
})

test('what cannot be allowed is refused at its field', async () => {
  const refusal = async (more: Partial<PermissionInput>) => {
    const outcome = await permit(more)
    return outcome.ok ? 'OK' : outcome.refusal
  }
  expect(await refusal({ lowestMinor: 0 })).toEqual({ code: 'BAD_PRICE', field: 'lowest' })
  expect(await refusal({ lowestMinor: 390 })).toEqual({ code: 'NOT_BELOW_COST', field: 'lowest', costMinor: 390 })
  expect(await refusal({ until: inHours(-1) })).toEqual({ code: 'PERMISSION_ENDED', field: 'until' })
  expect(await refusal({ until: 'soon' })).toEqual({ code: 'BAD_TIME', field: 'until' })
  expect(await refusal({ productId: newId() })).toEqual({ code: 'NOT_FOUND' })
})

test('a form sent twice allows once; with another body it is refused', async () => {
  const permissionId = newId()
  const sent = { permissionId, until: inHours(30) }
  const both = await Promise.all([permit(sent), permit(sent)])
  expect(both.map(codeOf)).toEqual(['OK', 'OK'])
  expect(codeOf(await permit({ ...sent, lowestMinor: 100 }))).toBe('IDEMPOTENCY_KEY_REUSED')
  const trail = await db.auditEntry.findMany({ where: { subjectId: productId } })
  expect(trail.map(({ action }) => action)).toEqual(['product.permit_below_cost'])
  expect(trail[0]?.data).toMatchObject({ reason: 'near_expiry', lowestMinor: 200, costMinor: 390 })
})

test('it is revoked once, and told in the list and the trail', async () => {
  const permissionId = newId()
  await permit({ permissionId })
  await permit({ until: inHours(1) })
  const listed = async () =>
    (await belowCostPermissions(buyer, productId)).map(({ id, isInForce, givenBy }) => [
      id === permissionId,
      isInForce,
      givenBy,
    ])
  expect((await listed()).toSorted()).toEqual([
    [false, true, 'Ada'],
    [true, true, 'Ada'],
  ])
  const both = await Promise.all([revokeBelowCost(buyer, { permissionId }), revokeBelowCost(buyer, { permissionId })])
  expect(both.map(codeOf).sort()).toEqual(['ALREADY_REVOKED', 'OK'])
  expect(codeOf(await revokeBelowCost(buyer, { permissionId: newId() }))).toBe('NOT_FOUND')
  expect(await listed()).toEqual([
    [false, true, 'Ada'],
    [true, false, 'Ada'],
  ])
  expect(codeOf(await open(200))).toBe('BELOW_COST')
  const actions = (await db.auditEntry.findMany({ where: { subjectId: productId } })).map(({ action }) => action)
  expect(actions.filter((action) => action === 'product.revoke_below_cost')).toHaveLength(1)
})
