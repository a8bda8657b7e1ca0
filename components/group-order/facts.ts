import type { GroupState } from '#lib/domain/lifecycle.ts'
import { formatAmount } from '#lib/domain/money.ts'
import type { Pricing } from '#lib/domain/pricing.ts'
import { type PackMeasure, UNITS, type Unit } from '#lib/domain/quantity.ts'
import type { Locale } from '#lib/domain/text.ts'

/** What moves, or decides what moves, of an offer on a group page. */
export type OfferFacts = {
  unit: Unit
  pricing: Pricing
  sold: number
  /** Null = as many as anybody wants. */
  left: number | null
  limitPerShopper: number | null
  packAmount: number | null
  packMeasure: PackMeasure | null
}

export type GroupFacts = {
  groupOrderId: string
  slug: string
  locale: Locale
  currency: string
  state: GroupState
  /** The database's time when this was read, ms since 1970. */
  at: number
  version: string
  orders: number
  nextNumber: number
  minimumOrders: number
  offers: Record<string, OfferFacts>
}

/** The numbers that /api/live tells; the same for everybody. */
export type LiveNumbers = Pick<GroupFacts, 'state' | 'at' | 'version' | 'orders' | 'nextNumber'> & {
  offers: Record<string, [sold: number, left: number | null]>
}

/** What this browser or the person signed in on it has in this group. */
export type Own = {
  signedIn: boolean
  /** By offer: what the signed basket holds. */
  basket: Record<string, number>
  /** By offer: what live orders hold already, which counts against a limit. */
  held: Record<string, number>
  orders: { id: string; number: number }[]
}

export const NOTHING_OWN: Own = { signedIn: false, basket: {}, held: {}, orders: [] }

/** The page's facts with the numbers that have come since; older ones change nothing. */
export function withNumbers(facts: GroupFacts, numbers: LiveNumbers | undefined): GroupFacts {
  if (!numbers || numbers.at <= facts.at) return facts
  const offers = Object.fromEntries(
    Object.entries(facts.offers).map(([id, offer]) => {
      const [sold, left] = numbers.offers[id] ?? [offer.sold, offer.left]
      return [id, { ...offer, sold, left }]
    }),
  )
  return { ...facts, orders: numbers.orders, nextNumber: numbers.nextNumber, offers }
}

/** A sentence for none, for one, and for more, where # stands for the number. */
export type Forms = [none: string, one: string, more: string]

export const say = (forms: Forms, count: number, locale: Locale): string =>
  forms[Math.min(2, count) as 0 | 1 | 2].replaceAll('#', count.toLocaleString(locale))

/** Puts values into a sentence's {places}. */
export const fillIn = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))

export const money = (minor: number, { currency, locale }: GroupFacts): string => formatAmount(minor, currency, locale)

/** "3", or "0.3 kg" for grams. */
export const quantityText = (quantity: number, unit: Unit, locale: Locale): string =>
  UNITS[unit].weighed
    ? (quantity / 1000).toLocaleString(locale, { style: 'unit', unit: 'kilogram', maximumFractionDigits: 3 })
    : quantity.toLocaleString(locale)
