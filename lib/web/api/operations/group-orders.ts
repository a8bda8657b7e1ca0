import { z } from 'zod'
import { accept, refuse } from '#lib/domain/outcome.ts'
import { type ApiGroupOrder, apiGroupOrder, apiGroupOrders } from '#lib/queries/api-group-orders.ts'
import { apiLeader, apiManager, apiReader } from '#lib/queries/gates.ts'
import type { WantedGroup } from '#lib/usecases/group-order/content.ts'
import { createGroupOrder } from '#lib/usecases/group-order/create.ts'
import { editGroupOrder } from '#lib/usecases/group-order/edit.ts'
import { saveDraft } from '#lib/usecases/group-order/save-draft.ts'
import { operatorLeader } from '#lib/usecases/leader/operator-leader.ts'
import { defineOperation } from '../define.ts'
import { NOT_FOUND } from '../problem.ts'
import { operatorLeaderWords } from '../say.ts'
import { amount, asTexts, id, instant, listAnswer, listOf, localText, neededLocalText, page } from '../schemas.ts'
import {
  answerGroupOrder,
  asWanted,
  groupOrderAnswer,
  offerPointer,
  offers,
  showGroupOrder,
  stationIds,
  toWanted,
} from './group-order-shape.ts'

const content = {
  title: neededLocalText(80),
  story: localText(1_000).optional(),
  opensAt: instant.optional(),
  cutoffAt: instant,
  pickupFrom: instant,
  pickupUntil: instant,
  stationIds,
  minimumOrders: z.int().min(1).max(1_000_000).optional(),
  offers,
}
const body = z.object({ ...content, leaderId: id.optional(), draft: z.boolean().optional() })
const patch = z.object({ ...content, version: z.int().min(1).max(2_000_000_000) }).partial()
type Patch = z.output<typeof patch>

const tag = 'group-orders'
const readers = ['read', 'orders', 'operations'] as const

export const listGroupOrders = defineOperation({
  id: 'listGroupOrders',
  tag,
  method: 'GET',
  path: '/group-orders',
  scopes: readers,
  query: page,
  answer: listOf(groupOrderAnswer),
  refusals: [],
  run: async ({ key, query }) => accept(listAnswer(await apiGroupOrders(apiReader(key), query), showGroupOrder)),
})

export const getGroupOrder = defineOperation({
  id: 'getGroupOrder',
  tag,
  method: 'GET',
  path: '/group-orders/{id}',
  scopes: readers,
  answer: groupOrderAnswer,
  refusals: ['NOT_FOUND'],
  run: ({ key, params }) => answerGroupOrder(key, params.id),
})

/** What a stall may be refused for. */
const CONTENT_REFUSALS = [
  'TITLE_NEEDED',
  'NO_STATIONS',
  'STATION_GONE',
  'STATIONS_IN_TWO_ZONES',
  'NO_OFFERS',
  'PRODUCT_GONE',
  'BELOW_COST',
  'TIERS_NOT_ASCENDING',
  'TIER_NOT_CHEAPER',
  'NO_STOCK_KEPT',
  'CUTOFF_IN_PAST',
  'CUTOFF_BEFORE_OPENING',
  'PICKUP_BEFORE_CUTOFF',
  'PICKUP_ENDS_BEFORE_START',
] as const

export const createGroupOrderOperation = defineOperation({
  id: 'createGroupOrder',
  tag,
  method: 'POST',
  path: '/group-orders',
  scopes: ['operations'],
  body,
  answer: groupOrderAnswer,
  status: 201,
  once: 'claim',
  refusals: [...CONTENT_REFUSALS, 'UNKNOWN_LEADER', 'IDEMPOTENCY_KEY_REUSED'],
  example: {
    title: { en: 'Saturday farm box', 'zh-CN': '周六农场箱' },
    opensAt: '2026-12-01T08:00:00-08:00',
    cutoffAt: '2026-12-04T20:00:00-08:00',
    pickupFrom: '2026-12-05T10:00:00-08:00',
    pickupUntil: '2026-12-05T13:00:00-08:00',
    stationIds: ['{stationId}'],
    minimumOrders: 20,
    offers: [
      {
        productId: '{productId}',
        price: amount(560),
        cap: 200,
        limitPerShopper: 6,
        tiers: [{ from: 40, price: amount(520) }],
      },
    ],
  },
  pointerOf: (field, { offers: offered }) => offerPointer(field, offered),
  run: async ({ key, body: wanted, claim }) => {
    const leaderId = wanted.leaderId ?? key.leaderId ?? (await operatorLeader(operatorLeaderWords))
    const who = await apiLeader(key, leaderId)
    if (!who) return refuse({ code: 'UNKNOWN_LEADER', field: 'leaderId' })
    const group: WantedGroup = {
      title: asTexts(wanted.title),
      story: asTexts(wanted.story ?? {}),
      opensAt: wanted.opensAt ? new Date(wanted.opensAt) : '',
      cutoffAt: new Date(wanted.cutoffAt),
      pickupFrom: new Date(wanted.pickupFrom),
      pickupUntil: new Date(wanted.pickupUntil),
      minimumOrders: wanted.minimumOrders ?? 1,
      stationIds: wanted.stationIds,
      offers: wanted.offers.map(toWanted),
    }
    const made = await createGroupOrder(who, group, wanted.draft ? 'draft' : 'open', undefined, claim)
    if (!made.ok) return made
    return answerGroupOrder(key, made.value.groupOrderId, made.value.replayed)
  },
})

/** Once published, these are changed by steps of their own, with notice to everybody. */
const DRAFT_ONLY = ['opensAt', 'cutoffAt', 'pickupFrom', 'pickupUntil', 'stationIds', 'minimumOrders'] as const

export const patchGroupOrder = defineOperation({
  id: 'patchGroupOrder',
  tag,
  method: 'PATCH',
  path: '/group-orders/{id}',
  scopes: ['operations'],
  body: patch,
  answer: groupOrderAnswer,
  refusals: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'ONLY_IN_DRAFT', 'CAP_BELOW_SOLD', ...CONTENT_REFUSALS],
  example: { title: { en: 'Saturday farm box, now with eggs' } },
  pointerOf: (field, { offers: offered }) => offerPointer(field, offered),
  run: async ({ key, params, body: wanted }) => {
    const [who, group] = [await apiManager(key, params.id), await apiGroupOrder(apiReader(key), params.id)]
    if (!who || !group) return NOT_FOUND
    const changed = group.state === 'draft' ? await changeDraft(who, group, wanted) : await change(who, group, wanted)
    if (!changed.ok) return changed
    return answerGroupOrder(key, params.id)
  },
})

type Manager = NonNullable<Awaited<ReturnType<typeof apiManager>>>

/** The version read here is the one written: whoever changes it in between is not overwritten but told, STALE. */
const versionOf = (group: ApiGroupOrder, wanted: Patch): number => wanted.version ?? group.version

function textsOf(group: ApiGroupOrder, { title, story }: Patch) {
  return {
    title: asTexts(title ?? group.title),
    story: asTexts(story ?? (group.story || {})),
  }
}

const offersOf = (group: ApiGroupOrder, wanted: Patch) =>
  wanted.offers ? wanted.offers.map(toWanted) : group.offers.filter(({ withdrawn }) => !withdrawn).map(asWanted)

function changeDraft(who: Manager, group: ApiGroupOrder, wanted: Patch) {
  const at = (field: 'opensAt' | 'cutoffAt' | 'pickupFrom' | 'pickupUntil') =>
    wanted[field] === undefined ? group[field] : new Date(wanted[field])
  return saveDraft(
    who,
    {
      ...textsOf(group, wanted),
      version: versionOf(group, wanted),
      opensAt: at('opensAt'),
      cutoffAt: at('cutoffAt'),
      pickupFrom: at('pickupFrom'),
      pickupUntil: at('pickupUntil'),
      minimumOrders: wanted.minimumOrders ?? group.minimumOrders,
      stationIds: wanted.stationIds ?? group.stationIds,
      offers: offersOf(group, wanted),
    },
    'draft',
  )
}

async function change(who: Manager, group: ApiGroupOrder, wanted: Patch) {
  const field = DRAFT_ONLY.find((name) => wanted[name] !== undefined)
  if (field) return refuse({ code: 'ONLY_IN_DRAFT', field })
  const version = versionOf(group, wanted)
  return editGroupOrder(who, { version, ...textsOf(group, wanted), offers: offersOf(group, wanted) })
}
