import { z } from 'zod'
import { ORDER_STATES } from '#lib/domain/lifecycle.ts'
import { accept } from '#lib/domain/outcome.ts'
import { type ApiKeyWho, actorOf } from '#lib/domain/who.ts'
import {
  type ApiOrder,
  apiOrder,
  apiOrderByKey,
  apiOrders,
  placedOrder,
  placeOfOrder,
} from '#lib/queries/api-orders.ts'
import { apiKeeper, apiPlacer, apiReader } from '#lib/queries/gates.ts'
import { collectByCode } from '#lib/usecases/collection/collect-by-code.ts'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { defineOperation } from '../define.ts'
import { NOT_FOUND } from '../problem.ts'
import { amount, answers, id, iso, isoOrNull, listAnswer, listOf, money, neededText, page } from '../schemas.ts'
import { DESK_REFUSALS, orderLines } from './place-order.ts'

const answer = z.object({
  id: answers.id,
  groupOrderId: answers.id,
  stationId: answers.id,
  number: z.int(),
  state: z.enum(ORDER_STATES),
  payment: z.literal('on_pickup'),
  paymentState: z.string(),
  total: answers.money,
  tolerance: answers.money,
  shopper: z.object({ name: z.string(), contact: z.string().nullable() }),
  pickupCode: z.string().nullable(),
  placedAt: answers.instant,
  amendedAt: answers.instant.nullable(),
  cancelledAt: answers.instant.nullable(),
  cancelReason: z.string().nullable(),
  collectedAt: answers.instant.nullable(),
  lines: z.array(
    z.object({
      offerId: answers.id,
      productId: answers.id,
      quantity: z.int(),
      actual: z.int().nullable(),
      toleranceBps: z.int(),
      collected: z.int(),
      price: answers.money,
      amount: answers.money,
      discount: answers.money,
      deposit: answers.money,
    }),
  ),
})

const show = ({
  currency,
  totalMinor,
  toleranceMinor,
  name,
  contact,
  lines,
  ...order
}: ApiOrder): z.input<typeof answer> => ({
  ...order,
  payment: 'on_pickup',
  total: amount(totalMinor, currency),
  tolerance: amount(toleranceMinor, currency),
  shopper: { name, contact },
  placedAt: iso(order.placedAt),
  amendedAt: isoOrNull(order.amendedAt),
  cancelledAt: isoOrNull(order.cancelledAt),
  collectedAt: isoOrNull(order.collectedAt),
  lines: lines.map(({ priceMinor, amountMinor, discountMinor, depositMinor, ...line }) => ({
    ...line,
    price: amount(priceMinor, currency),
    discount: amount(discountMinor, currency),
    deposit: amount(depositMinor, currency),
    amount: amount(amountMinor, currency),
  })),
})

const tag = 'orders'
const readers = ['read', 'orders', 'operations'] as const

export const listOrders = defineOperation({
  id: 'listOrders',
  tag,
  method: 'GET',
  path: '/group-orders/{id}/orders',
  scopes: readers,
  query: page,
  answer: listOf(answer),
  refusals: ['NOT_FOUND'],
  run: async ({ key, params, query }) => {
    const rows = await apiOrders(apiReader(key), params.id, query)
    return rows ? accept(listAnswer(rows, show)) : NOT_FOUND
  },
})

export const findOrder = defineOperation({
  id: 'findOrder',
  tag,
  method: 'GET',
  path: '/orders',
  scopes: ['orders'],
  query: z.object({ idempotencyKey: z.string().regex(/^[\x21-\x7e]{1,200}$/) }),
  answer: listOf(answer),
  refusals: [],
  run: async ({ key, query }) => {
    const order = await apiOrderByKey(apiReader(key), query.idempotencyKey)
    return accept(listAnswer({ rows: order ? [order] : [], nextCursor: null }, show))
  },
})

export const getOrder = defineOperation({
  id: 'getOrder',
  tag,
  method: 'GET',
  path: '/orders/{id}',
  scopes: readers,
  answer,
  refusals: ['NOT_FOUND'],
  run: ({ key, params }) => asItIs(key, params.id),
})

async function asItIs(key: ApiKeyWho, orderId: string) {
  const order = await apiOrder(apiReader(key), orderId)
  return order ? accept({ answer: show(order) }) : NOT_FOUND
}

export const amendOrder = defineOperation({
  id: 'amendOrder',
  tag,
  method: 'PATCH',
  path: '/orders/{id}',
  scopes: ['orders'],
  body: z.object({ lines: orderLines, stationId: id.optional(), expectedTotal: money(0, 2_000_000_000).optional() }),
  answer,
  refusals: ['NOT_FOUND', 'ORDER_NOT_OPEN', ...DESK_REFUSALS],
  example: { lines: [{ offerId: '{offerId}', quantity: 3 }] },
  run: async ({ key, params, body: { lines, stationId, expectedTotal } }) => {
    const who = apiPlacer(key)
    const own = who && (await placedOrder(who, params.id))
    if (!own) return NOT_FOUND
    const amended = await orderDesk.amend({
      ...own,
      by: actorOf(who, 'shopper'),
      orderId: params.id,
      lines,
      ...(stationId && { stationId }),
      ...(expectedTotal && { shownTotalMinor: expectedTotal.amount }),
    })
    return amended.ok ? asItIs(key, params.id) : amended
  },
})

export const cancelOrder = defineOperation({
  id: 'cancelOrder',
  tag,
  method: 'DELETE',
  path: '/orders/{id}',
  scopes: ['orders'],
  answer,
  refusals: ['NOT_FOUND', 'ORDER_NOT_OPEN', 'CUTOFF_PASSED', 'GROUP_CANCELLED'],
  run: async ({ key, params }) => {
    const who = apiPlacer(key)
    const own = who && (await placedOrder(who, params.id))
    if (!own) return NOT_FOUND
    const cancelled = await orderDesk.cancel({ ...own, by: actorOf(who, 'shopper'), orderId: params.id })
    return cancelled.ok ? asItIs(key, params.id) : cancelled
  },
})

export const collectOrder = defineOperation({
  id: 'collectOrder',
  tag: 'collection',
  method: 'POST',
  path: '/orders/{id}/collect',
  scopes: ['operations'],
  body: z.object({ code: neededText(400), lines: orderLines.optional(), paid: z.boolean().optional() }),
  answer: z.object({ id: answers.id, state: z.enum(ORDER_STATES), collectedAt: answers.instant }),
  once: 'claim',
  refusals: [
    'NOT_FOUND',
    'NO_SUCH_CODE',
    'TOO_MANY_TRIES',
    'NOT_ARRIVED',
    'ALREADY_COLLECTED',
    'ORDER_NOT_OPEN',
    'MORE_THAN_LEFT',
    'IDEMPOTENCY_KEY_REUSED',
  ],
  example: { code: '4821' },
  run: async ({ key, params, body: { code, lines, paid }, claim }) => {
    const place = await placeOfOrder(params.id)
    const who = place && (await apiKeeper(key, place.groupOrderId, place.stationId))
    if (!who) return NOT_FOUND
    const handed = await collectByCode(who, { orderId: params.id, code, lines, isPaid: paid }, claim)
    if (!handed.ok) return handed
    const { state, collectedAt, replayed } = handed.value
    // A value that was kept has passed through JSON, and its instants are texts.
    const at = new Date(collectedAt).toISOString()
    return accept({ answer: { id: params.id, state, collectedAt: at }, ...(replayed && { replayed }) })
  },
})
