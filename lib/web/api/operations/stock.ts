import { z } from 'zod'
import { accept } from '#lib/domain/outcome.ts'
import { newId } from '#lib/infra/ids.ts'
import { type ApiMovement, apiMovements, apiStock } from '#lib/queries/api-stock.ts'
import { apiAdmin, apiReader } from '#lib/queries/gates.ts'
import { ADJUST_REASONS, adjustStock } from '#lib/usecases/stock/adjust.ts'
import { defineOperation } from '../define.ts'
import { NOT_FOUND } from '../problem.ts'
import { answers, iso, listAnswer, listOf, page, text } from '../schemas.ts'

const MAX_MOVE = 100_000_000

const body = z.object({
  quantity: z.int().min(-MAX_MOVE).max(MAX_MOVE),
  reason: z.enum(ADJUST_REASONS),
  note: text(200).optional(),
})

const stockRow = z.object({
  productId: answers.id,
  sku: z.string(),
  unit: z.string(),
  onHand: z.int(),
  reserved: z.int(),
  available: z.int(),
  reorderAt: z.int(),
  place: z.string(),
})

const movement = z.object({
  id: answers.id,
  productId: answers.id,
  quantity: z.int(),
  reason: z.string(),
  note: z.string(),
  onHandAfter: z.int(),
  orderId: answers.id.nullable(),
  undoesId: answers.id.nullable(),
  createdAt: answers.instant,
})

const tag = 'stock'
const readers = ['read', 'catalogue'] as const

export const listStock = defineOperation({
  id: 'listStock',
  tag,
  method: 'GET',
  path: '/stock',
  scopes: readers,
  query: page,
  answer: listOf(stockRow),
  refusals: [],
  run: async ({ key, query }) => accept(listAnswer(await apiStock(apiReader(key), query), (row) => row)),
})

export const listMovements = defineOperation({
  id: 'listMovements',
  tag,
  method: 'GET',
  path: '/products/{id}/stock-movements',
  scopes: readers,
  query: page,
  answer: listOf(movement),
  refusals: ['NOT_FOUND'],
  run: async ({ key, params, query }) => {
    const rows = await apiMovements(apiReader(key), params.id, query)
    const show = ({ createdAt, ...row }: ApiMovement) => ({ ...row, createdAt: iso(createdAt) })
    return rows ? accept(listAnswer(rows, show)) : NOT_FOUND
  },
})

export const moveStock = defineOperation({
  id: 'moveStock',
  tag,
  method: 'POST',
  path: '/products/{id}/stock-movements',
  scopes: ['catalogue'],
  body,
  answer: z.object({ id: answers.id, onHand: z.int(), reserved: z.int(), available: z.int() }),
  status: 201,
  once: 'claim',
  refusals: [
    'NOT_FOUND',
    'STOCK_BELOW_ZERO',
    'STOCK_RESERVED',
    'BAD_QUANTITY',
    'NOTE_NEEDED',
    'IDEMPOTENCY_KEY_REUSED',
  ],
  example: { quantity: 48, reason: 'received', note: 'Delivery of Saturday' },
  run: async ({ key, params, body: { quantity, reason, note = '' }, claim }) => {
    const who = apiAdmin(key, 'stock')
    if (!who) return NOT_FOUND
    const input = { productId: params.id, movementId: newId(), reason, change: { by: quantity }, note }
    const moved = await adjustStock(who, input, claim)
    if (!moved.ok) return moved
    const { movementId, onHand, reserved, available, replayed } = moved.value
    return accept({ answer: { id: movementId, onHand, reserved, available }, ...(replayed && { replayed }) })
  },
})
