'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { managerGate } from '#lib/queries/gates.ts'
import { endCarrier } from '#lib/usecases/carrying/end.ts'
import { cancelGroupOrder } from '#lib/usecases/group-order/cancel.ts'
import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { extendCutoff } from '#lib/usecases/group-order/extend-cutoff.ts'
import { movePickup } from '#lib/usecases/group-order/move-pickup.ts'
import { publishGroupOrder } from '#lib/usecases/group-order/publish.ts'
import { answerQuestion } from '#lib/usecases/question/answer.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { explainCost } from './explain.ts'

const groupOrderId = z.string()
const text = z.string('required').trim().min(1, 'required')

/** Whoever runs the group order that the form names. */
const gate = async (userId: string | undefined, input: { groupOrderId: string }) =>
  userId ? managerGate(userId, input.groupOrderId) : undefined

/** Back to the group's page, with a word on what was done. */
const backTo = (id: string, done: string, anchor = ''): never =>
  redirect(`/leader/group-orders/${id}?done=${done}${anchor}`)

export const publish = defineAction({
  schema: z.object({ groupOrderId }),
  gate,
  run: (who) => publishGroupOrder(who),
  explain: (refusal, _input, locale) => ({ ...explainCost(refusal, locale), field: undefined }),
  done: async ({ state }, input) => backTo(input.groupOrderId, state === 'open' ? 'opened' : 'scheduled'),
})

export const closeEarly = defineAction({
  schema: z.object({ groupOrderId }),
  gate,
  run: (who) => closeGroupOrder(who.groupOrderId, { actorId: who.userId, actorRole: who.role, early: true }),
  done: async (outcome, input) => backTo(input.groupOrderId, outcome === 'confirmed' ? 'closed' : 'failed'),
})

export const extend = defineAction({
  schema: z.object({ groupOrderId, cutoffAt: text }),
  gate,
  run: (who, input) => extendCutoff(who, input.cutoffAt),
  done: async (_value, input) => backTo(input.groupOrderId, 'extended'),
})

export const move = defineAction({
  schema: z.object({ groupOrderId, pickupFrom: text, pickupUntil: text }),
  gate,
  run: (who, input) => movePickup(who, input),
  done: async (_value, input) => backTo(input.groupOrderId, 'moved'),
})

export const cancel = defineAction({
  schema: z.object({ groupOrderId, reason: text.max(300) }),
  gate,
  run: (who, input) => cancelGroupOrder(who, input.reason),
  done: async (_value, input) => backTo(input.groupOrderId, 'cancelled'),
})

export const endCarrying = defineAction({
  schema: z.object({ groupOrderId, carrierId: z.uuid() }),
  gate,
  run: (who, input) => endCarrier(who, input.carrierId),
  done: async (_value, input) => backTo(input.groupOrderId, 'carrierEnded', '#carriers'),
})

export const answer = defineAction({
  schema: z.object({ groupOrderId, questionId: z.uuid(), text: text.max(1000) }),
  gate,
  run: (who, input) => answerQuestion(who, input),
  done: async (_value, input) => backTo(input.groupOrderId, 'answered', '#questions'),
})
