'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { formatAmount } from '#lib/domain/money.ts'
import { env } from '#lib/infra/env.ts'
import { keeperGate } from '#lib/queries/gates.ts'
import { confirmArrival } from '#lib/usecases/collection/confirm-arrival.ts'
import { handOver } from '#lib/usecases/collection/hand-over.ts'
import { lookUp } from '#lib/usecases/collection/look-up.ts'
import { undoHandOver } from '#lib/usecases/collection/undo.ts'
import { countTill } from '#lib/usecases/ledger/count-till.ts'
import { takeBackContainers } from '#lib/usecases/ledger/take-back-containers.ts'
import { type Weight, weigh } from '#lib/usecases/weighing/weigh.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { formatsOf } from '#lib/web/format.ts'
import { money, text, whole } from '#lib/web/schemas.ts'

const station = { stationId: z.string() }
const gate = async (userId: string | undefined, { stationId }: { stationId: string }) =>
  userId ? keeperGate(userId, stationId) : undefined

export const checkIn = defineAction({
  schema: z.object({ ...station, groupOrderId: z.uuid() }),
  gate,
  run: (who, { groupOrderId }) => confirmArrival(who, groupOrderId),
  done: async (_, { stationId }) => revalidatePath(`/station/${stationId}`),
})

export const findOrder = defineAction({
  schema: z.object({ ...station, code: z.string('required').trim().min(1, 'required').max(200) }),
  gate,
  run: (who, { code }) => lookUp(who, code),
  explain: (refusal, _, locale) =>
    refusal.code === 'WRONG_STATION' ? { values: { station: formatsOf(locale).text(refusal.station) } } : {},
  done: (found, { stationId }) => {
    const [first, second] = found
    if (first && !second) redirect(`/station/${stationId}/orders/${first.orderId}?proof=${first.proof}`)
    const query = found.map(({ orderId, proof }) => `order=${orderId}&proof=${proof}`)
    redirect(`/station/${stationId}/code?${query.join('&')}`)
  },
})

const pieces = z
  .string()
  .trim()
  .regex(/^\d{1,3}$/, 'badAmount')
  .transform(Number)
const kilograms = z
  .string()
  .trim()
  .regex(/^\d{1,3}([.,]\d{1,3})?$/, 'badAmount')
  .transform((text) => Math.round(Number(text.replace(',', '.')) * 1000))

const line = z.object({ offerId: z.uuid(), pieces: pieces.optional(), kilograms: kilograms.optional() })

export const confirmHandOver = defineAction({
  schema: z.object({
    ...station,
    orderId: z.uuid(),
    proof: z.string().max(600).optional(),
    reason: z.string().trim().max(200).optional(),
    paid: z.literal('on').optional(),
    terminal: z.literal('on').optional(),
    seen: whole(0, 999_999_999).optional(),
    lines: z.array(line).max(200).default([]),
  }),
  gate,
  run: (who, { orderId, proof, reason, paid, terminal, seen, lines }) =>
    handOver(who, {
      orderId,
      lines: lines.map((each) => ({ offerId: each.offerId, quantity: each.pieces ?? each.kilograms ?? 0 })),
      ...(proof && { proof }),
      ...(reason && { reason }),
      // who took a card has been paid
      isPaid: paid === 'on' || terminal === 'on',
      byTerminal: terminal === 'on',
      ...(seen !== undefined && { seenCollected: seen }),
    }),
  explain: (refusal, { lines }, locale): { field?: string; values?: Record<string, string> } => {
    const f = formatsOf(locale)
    if (refusal.code === 'MORE_THAN_LEFT') {
      const index = lines.findIndex(({ offerId }) => offerId === refusal.offerId)
      const isWeighed = lines[index]?.kilograms !== undefined
      const amount = f.quantity(refusal.left, isWeighed ? 'kg' : 'piece')
      return { field: `lines.${index}.${isWeighed ? 'kilograms' : 'pieces'}`, values: { amount } }
    }
    if (refusal.code === 'ALREADY_COLLECTED') return { values: { time: f.when(refusal.at, refusal.timeZone) } }
    return {}
  },
  done: (value, { stationId }) => redirect(`/station/${stationId}?done=${value.collectionId}`),
})

const weight = z.object({ offerId: z.uuid(), kilograms: z.union([z.literal(''), kilograms]) })

export const saveWeights = defineAction({
  schema: z.object({
    ...station,
    orderId: z.uuid(),
    proof: z.string().max(600).optional(),
    weights: z.array(weight).max(200).default([]),
  }),
  gate,
  run: (who, { orderId, weights }) => weigh(who, { orderId, weights: weights.flatMap(gramsOf) }),
  explain: (refusal, { weights }, locale): { field?: string; values?: Record<string, string> } => {
    if (refusal.code !== 'BAD_WEIGHT') return {}
    const index = weights.findIndex(({ offerId }) => offerId === refusal.offerId)
    return {
      field: `weights.${index}.kilograms`,
      values: { ordered: formatsOf(locale).quantity(refusal.orderedGrams, 'kg') },
    }
  },
  done: (_, { stationId, orderId, proof }) => {
    const query = new URLSearchParams({ weighed: '1', ...(proof && { proof }) })
    redirect(`/station/${stationId}/orders/${orderId}?${query}`)
  },
})

/** What was left empty is not weighed yet. */
const gramsOf = ({ offerId, kilograms: grams }: z.output<typeof weight>): Weight[] =>
  grams === '' ? [] : [{ offerId, grams }]

export const undo = defineAction({
  schema: z.object({ ...station, collectionId: z.uuid(), moneyBack: z.literal('on').optional() }),
  gate,
  run: (who, { collectionId, moneyBack }) => undoHandOver(who, collectionId, moneyBack === 'on'),
  done: ({ orderId }, { stationId }) => redirect(`/station/${stationId}/orders/${orderId}?undone=1`),
})

export const containers = defineAction({
  schema: z.object({ ...station, returnId: z.uuid(), productId: z.uuid('chooseOne'), pieces: whole(1, 1_000) }),
  gate,
  run: (who, { returnId, productId, pieces }) => takeBackContainers(who, { returnId, productId, pieces }),
  explain: (refusal, _, locale): { values?: Record<string, string> } =>
    refusal.code === 'TILL_TOO_LOW'
      ? {
          values: {
            balance: formatAmount(refusal.balanceMinor, env.CURRENCY, locale),
            needed: formatAmount(refusal.neededMinor, env.CURRENCY, locale),
          },
        }
      : {},
  done: ({ paidMinor }, { stationId, returnId }) =>
    redirect(`/station/${stationId}/till?back=${paidMinor}&of=${returnId}`),
})

export const count = defineAction({
  schema: z.object({ ...station, countId: z.uuid(), counted: money, note: text(200) }),
  gate,
  run: (who, { countId, counted, note }) => countTill(who, { countId, countedMinor: counted, note }),
  done: (_, { stationId }) => redirect(`/station/${stationId}/till`),
})
