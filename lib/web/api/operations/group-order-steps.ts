import { z } from 'zod'
import { accept } from '#lib/domain/outcome.ts'
import { apiDispatcher, apiKeeper, apiManager } from '#lib/queries/gates.ts'
import { confirmArrival } from '#lib/usecases/collection/confirm-arrival.ts'
import { ADVANCE_STEPS, advanceGroupOrder } from '#lib/usecases/group-order/advance.ts'
import { cancelGroupOrder } from '#lib/usecases/group-order/cancel.ts'
import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { extendCutoff } from '#lib/usecases/group-order/extend-cutoff.ts'
import { movePickup } from '#lib/usecases/group-order/move-pickup.ts'
import { publishGroupOrder } from '#lib/usecases/group-order/publish.ts'
import { defineOperation } from '../define.ts'
import { NOT_FOUND } from '../problem.ts'
import { instant, neededText } from '../schemas.ts'
import { answerGroupOrder, groupOrderAnswer } from './group-order-shape.ts'

/** The steps of a group order's life, each a POST of its own: they tell people, move stock or freeze prices. */
const step = { tag: 'group-orders', method: 'POST', scopes: ['operations'], answer: groupOrderAnswer } as const

export const publishDraft = defineOperation({
  ...step,
  id: 'publishGroupOrder',
  path: '/group-orders/{id}/publish',
  refusals: [
    'NOT_FOUND',
    'WRONG_STATE',
    'NO_OFFERS',
    'NO_STATIONS',
    'STATION_GONE',
    'PRODUCT_GONE',
    'BELOW_COST',
    'CUTOFF_IN_PAST',
    'CUTOFF_BEFORE_OPENING',
    'PICKUP_BEFORE_CUTOFF',
    'PICKUP_ENDS_BEFORE_START',
  ],
  run: async ({ key, params }) => {
    const who = await apiManager(key, params.id)
    if (!who) return NOT_FOUND
    const published = await publishGroupOrder(who)
    return published.ok ? answerGroupOrder(key, params.id) : published
  },
})

export const closeEarly = defineOperation({
  ...step,
  id: 'closeGroupOrder',
  path: '/group-orders/{id}/close',
  refusals: ['NOT_FOUND', 'WRONG_STATE'],
  run: async ({ key, params }) => {
    const who = await apiManager(key, params.id)
    if (!who) return NOT_FOUND
    const closed = await closeGroupOrder(who.groupOrderId, { actorId: who.userId, actorRole: 'api', early: true })
    return closed.ok ? answerGroupOrder(key, params.id) : closed
  },
})

export const extend = defineOperation({
  ...step,
  id: 'extendCutoff',
  path: '/group-orders/{id}/extend-cutoff',
  body: z.object({ cutoffAt: instant }),
  refusals: [
    'NOT_FOUND',
    'WRONG_STATE',
    'CUTOFF_IN_PAST',
    'CUTOFF_NOT_LATER',
    'CUTOFF_AFTER_PICKUP',
    'PERMISSION_ENDS_BEFORE',
  ],
  example: { cutoffAt: '2026-12-04T21:30:00-08:00' },
  run: async ({ key, params, body: { cutoffAt } }) => {
    const who = await apiManager(key, params.id)
    if (!who) return NOT_FOUND
    const extended = await extendCutoff(who, new Date(cutoffAt))
    return extended.ok ? answerGroupOrder(key, params.id) : extended
  },
})

export const move = defineOperation({
  ...step,
  id: 'movePickup',
  path: '/group-orders/{id}/move-pickup',
  body: z.object({ pickupFrom: instant, pickupUntil: instant }),
  refusals: ['NOT_FOUND', 'WRONG_STATE', 'PICKUP_BEFORE_CUTOFF', 'PICKUP_ENDS_BEFORE_START', 'PICKUP_IN_PAST'],
  example: { pickupFrom: '2026-12-05T15:00:00-08:00', pickupUntil: '2026-12-05T18:00:00-08:00' },
  run: async ({ key, params, body: { pickupFrom, pickupUntil } }) => {
    const who = await apiManager(key, params.id)
    if (!who) return NOT_FOUND
    const moved = await movePickup(who, { pickupFrom: new Date(pickupFrom), pickupUntil: new Date(pickupUntil) })
    return moved.ok ? answerGroupOrder(key, params.id) : moved
  },
})

export const cancel = defineOperation({
  ...step,
  id: 'cancelGroupOrder',
  path: '/group-orders/{id}/cancel',
  body: z.object({ reason: neededText(300) }),
  refusals: ['NOT_FOUND', 'WRONG_STATE'],
  example: { reason: 'The boat could not go out.' },
  run: async ({ key, params, body: { reason } }) => {
    const who = await apiManager(key, params.id)
    if (!who) return NOT_FOUND
    const cancelled = await cancelGroupOrder(who, reason)
    return cancelled.ok ? answerGroupOrder(key, params.id) : cancelled
  },
})

export const advance = defineOperation({
  ...step,
  id: 'advanceGroupOrder',
  path: '/group-orders/{id}/advance',
  body: z.object({ step: z.enum(ADVANCE_STEPS) }),
  refusals: ['NOT_FOUND', 'WRONG_STATE'],
  example: { step: 'dispatch' },
  run: async ({ key, params, body }) => {
    const who = await apiDispatcher(key, params.id)
    if (!who) return NOT_FOUND
    const advanced = await advanceGroupOrder(who, { groupOrderId: params.id, step: body.step })
    return advanced.ok ? answerGroupOrder(key, params.id) : advanced
  },
})

export const arrive = defineOperation({
  id: 'confirmArrival',
  tag: 'group-orders',
  method: 'POST',
  path: '/group-orders/{id}/stations/{stationId}/arrival',
  scopes: ['operations'],
  answer: z.object({ orders: z.int(), isComplete: z.boolean() }),
  refusals: ['NOT_FOUND', 'WRONG_STATE', 'ALREADY_ARRIVED'],
  run: async ({ key, params }) => {
    const who = await apiKeeper(key, params.id, params.stationId)
    if (!who) return NOT_FOUND
    const arrived = await confirmArrival(who, params.id)
    return arrived.ok ? accept({ answer: arrived.value }) : arrived
  },
})
