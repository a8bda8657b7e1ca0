import { z } from 'zod'
import { accept } from '#lib/domain/outcome.ts'
import { LOCALES } from '#lib/domain/text.ts'
import { actorOf } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { pickupCodeOf } from '#lib/infra/pickup-code.ts'
import { fixedFacts } from '#lib/queries/api-group-facts.ts'
import { apiPlacer } from '#lib/queries/gates.ts'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { personFor } from '#lib/usecases/people/persons-by-contact.ts'
import { defineOperation } from '../define.ts'
import { NOT_FOUND } from '../problem.ts'
import { amount, answers, id, money, neededText, quantity, text } from '../schemas.ts'

const MAX_LINES = 200

export const orderLines = z
  .array(z.object({ offerId: id, quantity }))
  .min(1)
  .max(MAX_LINES)

/** Where an order's news goes: the e-mail address where there is one, as it always arrives. */
const shopper = z
  .object({
    name: neededText(60),
    email: text(254).optional(),
    phone: text(40).optional(),
    locale: z.enum(LOCALES).optional(),
  })
  .refine(({ email, phone }) => Boolean(email || phone), { error: 'contactNeeded', path: ['phone'] })

const body = z.object({
  stationId: id,
  shopper,
  lines: orderLines,
  payment: z.literal('on_pickup').default('on_pickup'),
  expectedTotal: money(0, 2_000_000_000).optional(),
  carrier: text(20).optional(),
})

const answer = z.object({
  id: answers.id,
  groupOrderId: answers.id,
  number: z.int(),
  pickupCode: z.string(),
  total: answers.money,
  state: z.literal('placed'),
})

/** What a desk may refuse. */
export const DESK_REFUSALS = [
  'CUTOFF_PASSED',
  'NOT_OPEN_YET',
  'NOT_PUBLISHED',
  'GROUP_CANCELLED',
  'SOLD_OUT',
  'OVER_LIMIT',
  'NOT_OFFERED',
  'BAD_QUANTITY',
  'ORDER_TOO_LARGE',
  'STATION_NOT_SERVED',
  'PRICE_CHANGED',
] as const

/** Under which key the desk knows a program's order; without an Idempotency-Key nobody can ask for it again. */
export const deskKey = (apiKeyId: string, key: string | undefined): string => `api:${apiKeyId}:${key ?? `~${newId()}`}`

export const placeOrder = defineOperation({
  id: 'placeOrder',
  tag: 'orders',
  method: 'POST',
  path: '/group-orders/{id}/orders',
  scopes: ['orders'],
  body,
  answer,
  status: 201,
  once: 'desk',
  refusals: [...DESK_REFUSALS, 'BAD_CONTACT', 'PERSON_DISABLED', 'IDEMPOTENCY_KEY_REUSED'],
  example: {
    stationId: '{stationId}',
    shopper: { name: 'Lin Wei', email: 'lin@example.org' },
    lines: [{ offerId: '{offerId}', quantity: 2 }],
    payment: 'on_pickup',
  },
  pointerOf: (field) => (field === 'contact' ? '#/shopper' : `#/${field}`),
  run: async ({
    key,
    params: { id: groupOrderId },
    body: { stationId, shopper, lines, expectedTotal, carrier },
    idempotencyKey,
  }) => {
    const who = apiPlacer(key)
    const facts = who && (await fixedFacts(who, groupOrderId))
    if (!facts) return NOT_FOUND
    const person = await personFor(shopper.email || shopper.phone || '')
    if (!person.ok) return person
    const { userId, contact, locale } = person.value
    const placed = await orderDesk.place({
      by: actorOf(who, 'shopper'),
      groupOrderId,
      key: deskKey(key.userId, idempotencyKey),
      shopperId: userId,
      stationId,
      name: shopper.name,
      contact: contact.value,
      lines,
      carrierCode: carrier,
      ...(expectedTotal && { shownTotalMinor: expectedTotal.amount }),
      locale: shopper.locale ?? locale,
    })
    if (!placed.ok) return placed
    const { orderId, number, totalMinor, repeated } = placed.value
    return accept({
      answer: {
        id: orderId,
        groupOrderId,
        number,
        pickupCode: pickupCodeOf(facts.codeSecret, number),
        total: amount(totalMinor, facts.currency),
        state: 'placed' as const,
      },
      replayed: repeated,
      location: `/orders/${orderId}`,
    })
  },
})
