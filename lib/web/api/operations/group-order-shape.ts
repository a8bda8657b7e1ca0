import { z } from 'zod'
import { GROUP_STATES } from '#lib/domain/lifecycle.ts'
import { accept } from '#lib/domain/outcome.ts'
import type { ApiKeyWho } from '#lib/domain/who.ts'
import { type ApiGroupOrder, type ApiOffer, apiGroupOrder } from '#lib/queries/api-group-orders.ts'
import { apiReader } from '#lib/queries/gates.ts'
import type { WantedOffer } from '#lib/usecases/group-order/content.ts'
import { NOT_FOUND } from '../problem.ts'
import { amount, answers, id, iso, isoOrNull, money } from '../schemas.ts'

/** What a group order looks like, in and out. */

const MAX_AMOUNT = 1_000_000_000
const SOURCES = ['presale', 'stock'] as const
const TIER_BY = ['orders', 'quantity'] as const

const offer = z.object({
  productId: id,
  price: money(1),
  source: z.enum(SOURCES).default('presale'),
  cap: z.int().min(1).max(MAX_AMOUNT).nullable().default(null),
  limitPerShopper: z.int().min(1).max(MAX_AMOUNT).nullable().default(null),
  tierBy: z.enum(TIER_BY).default('orders'),
  tiers: z
    .array(z.object({ from: z.int().min(2).max(MAX_AMOUNT), price: money(1) }))
    .max(20)
    .default([]),
})
type OfferInput = z.output<typeof offer>

const isOnceEach = (values: string[]): boolean => new Set(values).size === values.length

export const offers = z
  .array(offer)
  .max(200)
  .refine((each) => isOnceEach(each.map(({ productId }) => productId)), 'twice')

export const stationIds = z.array(id).max(3_000).refine(isOnceEach, 'twice')

export const toWanted = ({ price, tiers, ...rest }: OfferInput): WantedOffer => ({
  ...rest,
  isInGrams: true,
  priceMinor: price.amount,
  tiers: tiers.map((tier) => ({ from: tier.from, priceMinor: tier.price.amount })),
})

/** An offer that stands, as it would be asked for: what a change does not name stays. */
export const asWanted = ({
  productId,
  priceMinor,
  tiers,
  tierBy,
  cap,
  limitPerShopper,
  source,
}: ApiOffer): WantedOffer => ({
  productId,
  priceMinor,
  tiers,
  tierBy,
  cap,
  limitPerShopper,
  source,
  isInGrams: true,
})

/** The use case names an offer by its product, a body by its place. */
export function offerPointer(field: string, offered: { productId: string }[] | undefined): string {
  const [first, productId, ...rest] = field.split('.')
  if (first !== 'offers' || !productId) return `#/${field.replace(/^(title|story)\..*/, '$1').replaceAll('.', '/')}`
  const place = offered?.findIndex((each) => each.productId === productId) ?? -1
  const named = rest.map((part) => (part === 'limit' ? 'limitPerShopper' : part))
  return `#/${['offers', ...(place < 0 ? [] : [place]), ...named].join('/')}`
}

export const groupOrderAnswer = z.object({
  id: answers.id,
  slug: z.string(),
  state: z.enum(GROUP_STATES),
  leaderId: answers.id,
  title: answers.text,
  story: answers.text,
  opensAt: answers.instant,
  cutoffAt: answers.instant,
  pickupFrom: answers.instant,
  pickupUntil: answers.instant,
  timeZone: z.string(),
  minimumOrders: z.int(),
  orders: z.int(),
  stationIds: z.array(answers.id),
  version: z.int(),
  closedAt: answers.instant.nullable(),
  cancelReason: z.string().nullable(),
  offers: z.array(
    z.object({
      id: answers.id,
      productId: answers.id,
      source: z.enum(SOURCES),
      price: answers.money,
      currentPrice: answers.money,
      tierBy: z.enum(TIER_BY),
      tiers: z.array(z.object({ from: z.int(), price: answers.money })),
      toleranceBps: z.int(),
      cap: z.int().nullable(),
      limitPerShopper: z.int().nullable(),
      sold: z.int(),
      left: z.int().nullable(),
      withdrawn: z.boolean(),
    }),
  ),
})

export const showGroupOrder = ({ currency, ...group }: ApiGroupOrder): z.input<typeof groupOrderAnswer> => ({
  ...group,
  opensAt: iso(group.opensAt),
  cutoffAt: iso(group.cutoffAt),
  pickupFrom: iso(group.pickupFrom),
  pickupUntil: iso(group.pickupUntil),
  closedAt: isoOrNull(group.closedAt),
  offers: group.offers.map(({ priceMinor, currentMinor, tiers, ...rest }) => ({
    ...rest,
    price: amount(priceMinor, currency),
    currentPrice: amount(currentMinor, currency),
    tiers: tiers.map((tier) => ({ from: tier.from, price: amount(tier.priceMinor, currency) })),
  })),
})

/** The group order as it is now. */
export async function answerGroupOrder(key: ApiKeyWho, groupOrderId: string, replayed?: boolean) {
  const group = await apiGroupOrder(apiReader(key), groupOrderId)
  if (!group) return NOT_FOUND
  return accept({
    answer: showGroupOrder(group),
    location: `/group-orders/${groupOrderId}`,
    ...(replayed && { replayed }),
  })
}
