import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { zonedLocal } from '#lib/domain/time.ts'
import type { LeaderWho, ManagerOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { leaderGate, managerGate } from '#lib/queries/gates.ts'
import { makeProduct, makeStation } from '../../../prisma/factories/catalogue.ts'
import { makeOpenGroup } from '../../../prisma/factories/group-order.ts'
import { makeLeader } from '../../../prisma/factories/people.ts'
import type { WantedGroup, WantedOffer } from './content.ts'
import { createGroupOrder } from './create.ts'
import { publishGroupOrder } from './publish.ts'
import { saveDraft } from './save-draft.ts'

const HOUR_MS = 3_600_000
const inHours = (hours: number) => zonedLocal(new Date(Date.now() + hours * HOUR_MS), env.TIME_ZONE)

let who: LeaderWho
let stationId: string
let productId: string

beforeEach(async () => {
  const leader = await makeLeader(db)
  who = (await leaderGate(leader.userId)) as LeaderWho
  stationId = (await makeStation(db)).id
  productId = (await makeProduct(db, { priceMinor: 560, costMinor: 390 })).id
})

const offer = (facts: Partial<WantedOffer> = {}): WantedOffer => ({
  productId,
  priceMinor: 560,
  tierBy: 'orders',
  tiers: [],
  cap: null,
  limitPerShopper: null,
  source: 'presale',
  ...facts,
})

const wanted = (facts: Partial<WantedGroup> = {}): WantedGroup => ({
  title: { en: 'Saturday farm box', 'zh-CN': ' ' },
  story: { en: 'Picked on Friday.' },
  opensAt: '',
  cutoffAt: inHours(24),
  pickupFrom: inHours(38),
  pickupUntil: inHours(41),
  minimumOrders: 10,
  stationIds: [stationId],
  offers: [offer()],
  ...facts,
})

const managerOf = async (groupOrderId: string) => (await managerGate(who.userId, groupOrderId)) as ManagerOf

async function created(facts: Partial<WantedGroup>, intent: 'draft' | 'open') {
  const outcome = await createGroupOrder(who, wanted(facts), intent)
  if (!outcome.ok) throw new Error(outcome.refusal.code)
  return db.groupOrder.findUniqueOrThrow({
    where: { id: outcome.value.groupOrderId },
    include: { counter: true, stations: true, offers: { include: { prices: true, counter: true } } },
  })
}

test('whether others may help to sell it is chosen with the rest, and nobody may unless it is', async () => {
  expect((await created({}, 'open')).carrySplitBps).toBeNull()
  const draft = await created({ carrySplitBps: 3_000 }, 'draft')
  expect(draft.carrySplitBps).toBe(3_000)
  const again = { ...wanted({ carrySplitBps: null }), version: draft.version }
  expect((await saveDraft(await managerOf(draft.id), again, 'open')).ok).toBe(true)
  expect((await db.groupOrder.findUniqueOrThrow({ where: { id: draft.id } })).carrySplitBps).toBeNull()
  expect(await createGroupOrder(who, wanted({ carrySplitBps: 0 }), 'open')).toMatchObject({
    refusal: { code: 'BAD_SPLIT', field: 'carrySplitBps' },
  })
})

describe('opening a group order', () => {
  test('opens at once, with everything an open group stands on', async () => {
    const tiers = [{ from: 40, priceMinor: 520 }]
    const group = await created({ offers: [offer({ cap: 60, limitPerShopper: 6, tiers })] }, 'open')
    expect(group).toMatchObject({
      state: 'open',
      leaderId: who.leaderId,
      title: { en: 'Saturday farm box' },
      currency: env.CURRENCY,
      timeZone: env.TIME_ZONE,
      minimumOrders: 10,
      counter: { orders: 0, nextNumber: 1 },
      stations: [{ stationId }],
    })
    expect(group.slug).toMatch(/^saturday-farm-box-[a-z0-9]{8}$/)
    expect(group.offers).toMatchObject([
      {
        cap: 60,
        limitPerShopper: 6,
        counter: { sold: 0 },
        prices: [{ version: 1, priceMinor: 560, tiers, tierBy: 'orders', costMinor: 390 }],
      },
    ])
    const trail = await db.auditEntry.findFirst({ where: { subjectId: group.id } })
    expect(trail).toMatchObject({ action: 'group_order.open', actorId: who.userId, actorRole: 'leader' })
  })

  test('is scheduled when its opening lies ahead, and opens at once when that has passed', async () => {
    expect((await created({ opensAt: inHours(2) }, 'open')).state).toBe('scheduled')
    const opened = await created({ opensAt: inHours(-2) }, 'open')
    expect(opened.state).toBe('open')
    expect(Date.now() - opened.opensAt.getTime()).toBeLessThan(HOUR_MS)
  })

  test('a draft may still lack products and stations', async () => {
    const draft = await created({ offers: [], stationIds: [] }, 'draft')
    expect(draft).toMatchObject({ state: 'draft', offers: [], stations: [] })
  })

  test('caps and limits are in the product’s own unit', async () => {
    const weighed = await makeProduct(db, { unit: 'jin', priceMinor: 800 })
    const { offers } = await created(
      { offers: [offer({ productId: weighed.id, priceMinor: 800, cap: 20, limitPerShopper: 1.5 })] },
      'open',
    )
    expect(offers).toMatchObject([{ cap: 10_000, limitPerShopper: 750 }])
  })

  test('remembers the group it started from only when that is the leader’s own', async () => {
    const own = await created({}, 'open')
    const foreign = await makeOpenGroup(db)
    const ids = []
    for (const from of [own.id, foreign.groupOrderId]) {
      const outcome = await createGroupOrder(who, wanted(), 'draft', from)
      if (outcome.ok) ids.push(outcome.value.groupOrderId)
    }
    const rows = await db.groupOrder.findMany({ where: { id: { in: ids } }, orderBy: { createdAt: 'asc' } })
    expect(rows.map(({ clonedFromId }) => clonedFromId)).toEqual([own.id, null])
  })

  test.each<[string, () => Partial<WantedGroup> | Promise<Partial<WantedGroup>>, string]>([
    ['TITLE_NEEDED', () => ({ title: { en: '  ' } }), 'title.en'],
    ['NO_STATIONS', () => ({ stationIds: [] }), 'stationIds'],
    ['NO_OFFERS', () => ({ offers: [] }), 'offers'],
    ['STATION_GONE', async () => ({ stationIds: [(await makeStation(db, { active: false })).id] }), 'stationIds'],
    [
      'STATIONS_IN_TWO_ZONES',
      async () => ({ stationIds: [stationId, (await makeStation(db, { timeZone: 'Asia/Shanghai' })).id] }),
      'stationIds',
    ],
    ['BAD_TIME', () => ({ cutoffAt: 'tomorrow' }), 'cutoffAt'],
    [
      'NONEXISTENT_TIME',
      async () => ({
        stationIds: [(await makeStation(db, { timeZone: 'Europe/Berlin' })).id],
        cutoffAt: '2027-03-28T02:30',
      }),
      'cutoffAt',
    ],
    ['CUTOFF_IN_PAST', () => ({ opensAt: inHours(-9), cutoffAt: inHours(-1) }), 'cutoffAt'],
    ['CUTOFF_BEFORE_OPENING', () => ({ opensAt: inHours(30) }), 'cutoffAt'],
    ['PICKUP_BEFORE_CUTOFF', () => ({ pickupFrom: inHours(20) }), 'pickupFrom'],
    ['PICKUP_ENDS_BEFORE_START', () => ({ pickupUntil: inHours(37) }), 'pickupUntil'],
  ])('refuses %s at its field', async (code, facts, field) => {
    const outcome = await createGroupOrder(who, wanted(await facts()), 'open')
    expect(outcome).toMatchObject({ ok: false, refusal: { code, field } })
    expect(await db.groupOrder.count({ where: { leaderId: who.leaderId } })).toBe(0)
  })

  test.each<[string, Partial<WantedOffer>, string]>([
    ['BAD_PRICE', { priceMinor: 0 }, 'price'],
    ['BAD_PRICE', { priceMinor: 10.5 }, 'price'],
    ['BELOW_COST', { priceMinor: 389 }, 'price'],
    [
      'BELOW_COST',
      {
        tiers: [
          { from: 20, priceMinor: 400 },
          { from: 40, priceMinor: 389 },
        ],
      },
      'tiers.1.price',
    ],
    ['BAD_TIER', { tiers: [{ from: 1, priceMinor: 500 }] }, 'tiers.0.from'],
    [
      'TIERS_NOT_ASCENDING',
      {
        tiers: [
          { from: 20, priceMinor: 500 },
          { from: 20, priceMinor: 450 },
        ],
      },
      'tiers.1.from',
    ],
    ['TIER_NOT_CHEAPER', { tiers: [{ from: 20, priceMinor: 560 }] }, 'tiers.0.price'],
    ['BAD_CAP', { cap: 0 }, 'cap'],
    ['BAD_CAP', { cap: 2.5 }, 'cap'],
    ['BAD_LIMIT', { limitPerShopper: 0 }, 'limit'],
    ['NO_STOCK_KEPT', { source: 'stock' }, 'source'],
  ])('refuses %s of an offer at its field', async (code, facts, field) => {
    const outcome = await createGroupOrder(who, wanted({ offers: [offer(facts)] }), 'open')
    expect(outcome).toMatchObject({ ok: false, refusal: { code, field: `offers.${productId}.${field}` } })
  })

  test('refuses a product that has left the catalogue, and one that never was', async () => {
    const gone = await makeProduct(db, { active: false })
    for (const id of [gone.id, stationId]) {
      const outcome = await createGroupOrder(who, wanted({ offers: [offer({ productId: id })] }), 'open')
      expect(outcome).toMatchObject({ ok: false, refusal: { code: 'PRODUCT_GONE' } })
    }
  })

  test('a price at cost is lawful', async () => {
    expect((await createGroupOrder(who, wanted({ offers: [offer({ priceMinor: 390 })] }), 'open')).ok).toBe(true)
  })
})

describe('a draft', () => {
  test('is written anew, and opened from the same form', async () => {
    const other = await makeProduct(db, { priceMinor: 900 })
    const draft = await created({}, 'draft')
    const version = draft.version
    const kept = await saveDraft(
      await managerOf(draft.id),
      { ...wanted({ offers: [offer({ productId: other.id, priceMinor: 900 })], minimumOrders: 3 }), version },
      'draft',
    )
    expect(kept).toMatchObject({ ok: true, value: { state: 'draft' } })
    const opened = await saveDraft(await managerOf(draft.id), { ...wanted(), version: version + 1 }, 'open')
    expect(opened).toMatchObject({ ok: true, value: { state: 'open', slug: draft.slug } })
    const offers = await db.offer.findMany({
      where: { groupOrderId: draft.id },
      include: { counter: true, prices: true },
    })
    expect(offers).toMatchObject([{ productId, counter: { sold: 0 }, prices: [{ priceMinor: 560 }] }])
  })

  test('refuses a form older than the draft, and one for a group that is open', async () => {
    const draft = await created({}, 'draft')
    const manager = await managerOf(draft.id)
    const form = { ...wanted(), version: draft.version }
    const both = await Promise.all([saveDraft(manager, form, 'draft'), saveDraft(manager, form, 'draft')])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(both.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'STALE' } })
    await publishGroupOrder(manager)
    expect(await saveDraft(manager, form, 'draft')).toMatchObject({ ok: false, refusal: { code: 'WRONG_STATE' } })
  })

  test('is published as it stands, once', async () => {
    const draft = await created({}, 'draft')
    const manager = await managerOf(draft.id)
    const both = await Promise.all([publishGroupOrder(manager), publishGroupOrder(manager)])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(both.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'WRONG_STATE' } })
    expect(await db.auditEntry.count({ where: { subjectId: draft.id, action: 'group_order.open' } })).toBe(1)
  })

  test('is scheduled when published before its opening', async () => {
    const draft = await created({ opensAt: inHours(3) }, 'draft')
    expect(await publishGroupOrder(await managerOf(draft.id))).toMatchObject({
      ok: true,
      value: { state: 'scheduled' },
    })
  })

  test('is not published when what it needs is missing or has changed since', async () => {
    const code = async (id: string) => {
      const outcome = await publishGroupOrder(await managerOf(id))
      return outcome.ok ? 'OK' : outcome.refusal.code
    }
    expect(await code((await created({ offers: [] }, 'draft')).id)).toBe('NO_OFFERS')
    expect(await code((await created({ stationIds: [] }, 'draft')).id)).toBe('NO_STATIONS')
    const late = await created({}, 'draft')
    const passed = { opensAt: new Date(Date.now() - 2 * HOUR_MS), cutoffAt: new Date(Date.now() - HOUR_MS) }
    await db.groupOrder.update({ where: { id: late.id }, data: passed })
    expect(await code(late.id)).toBe('CUTOFF_IN_PAST')
    const draft = await created({}, 'draft')
    await db.product.update({ where: { id: productId }, data: { costMinor: 600 } })
    expect(await code(draft.id)).toBe('BELOW_COST')
    await db.product.update({ where: { id: productId }, data: { active: false } })
    expect(await code(draft.id)).toBe('PRODUCT_GONE')
    await db.station.update({ where: { id: stationId }, data: { active: false } })
    expect(await code(draft.id)).toBe('STATION_GONE')
  })
})

test('another leader gets no permission for a group, a suspended one none at all', async () => {
  const draft = await created({}, 'draft')
  const stranger = await makeLeader(db)
  expect(await managerGate(stranger.userId, draft.id)).toBeUndefined()
  await db.leader.update({ where: { id: who.leaderId }, data: { state: 'suspended' } })
  expect(await managerGate(who.userId, draft.id)).toBeUndefined()
  expect(await leaderGate(who.userId)).toBeUndefined()
})
