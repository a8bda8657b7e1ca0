import { z } from 'zod'
import { GROUP_STATES } from '#lib/domain/lifecycle.ts'
import { accept } from '#lib/domain/outcome.ts'
import { SHELF_ANIMALS, SHELF_COLOURS } from '#lib/domain/shelf-label.ts'
import { apiListReader } from '#lib/queries/gates.ts'
import { pickLists } from '#lib/queries/pick-list.ts'
import { purchaseList } from '#lib/queries/purchase-list.ts'
import { defineOperation } from '../define.ts'
import { NOT_FOUND } from '../problem.ts'
import { amount, answers } from '../schemas.ts'

const list = { tag: 'lists', method: 'GET', scopes: ['read', 'operations'], refusals: ['NOT_FOUND'] } as const

export const getPurchaseList = defineOperation({
  ...list,
  id: 'getPurchaseList',
  path: '/group-orders/{id}/purchase-list',
  answer: z.object({
    groupOrderId: answers.id,
    state: z.enum(GROUP_STATES),
    soFar: z.boolean(),
    cost: answers.money,
    lines: z.array(
      z.object({
        productId: answers.id,
        supplierId: answers.id.nullable(),
        sku: z.string(),
        name: answers.text,
        unit: z.string(),
        ordered: z.int(),
        orders: z.int().nullable(),
        caseSize: z.int(),
        cases: z.int(),
        buy: z.int(),
        surplus: z.int(),
        caseCost: answers.money,
        cost: answers.money,
      }),
    ),
  }),
  run: async ({ key, params }) => {
    const who = await apiListReader(key, params.id)
    const found = who && (await purchaseList(who, params.id))
    if (!found) return NOT_FOUND
    const { groupOrderId, state, soFar, costMinor, currency, lines } = found
    const shown = lines.map(({ pack: _, picture: _p, tile: _t, caseCostMinor, costMinor: cost, ...line }) => ({
      ...line,
      caseCost: amount(caseCostMinor, currency),
      cost: amount(cost, currency),
    }))
    return accept({ answer: { groupOrderId, state, soFar, cost: amount(costMinor, currency), lines: shown } })
  },
})

const line = z.object({ offerId: answers.id, productId: answers.id, quantity: z.int() })

export const getPickLists = defineOperation({
  ...list,
  id: 'getPickLists',
  path: '/group-orders/{id}/pick-lists',
  answer: z.object({
    groupOrderId: answers.id,
    state: z.enum(GROUP_STATES),
    stations: z.array(
      z.object({
        stationId: answers.id,
        name: answers.text,
        orders: z.array(
          z.object({
            id: answers.id,
            number: z.int(),
            label: z
              .object({ colour: z.enum(SHELF_COLOURS), animal: z.enum(SHELF_ANIMALS), round: z.int() })
              .nullable(),
            name: z.string(),
            phoneEnd: z.string(),
            lines: z.array(line),
          }),
        ),
        totals: z.array(line.extend({ orders: z.int(), cases: z.int(), loose: z.int() })),
      }),
    ),
  }),
  run: async ({ key, params }) => {
    const who = await apiListReader(key, params.id)
    const found = who && (await pickLists(who, params.id))
    if (!found) return NOT_FOUND
    const stations = found.stations.map(({ stationId, name, orders, totals }) => ({
      stationId,
      name,
      orders: orders.map(({ orderId, ...order }) => ({ id: orderId, ...order })),
      totals,
    }))
    return accept({ answer: { groupOrderId: found.groupOrderId, state: found.state, stations } })
  },
})
