import type { GroupState } from '#lib/domain/lifecycle.ts'
import { type Both, both } from '../both.ts'
import type { Clock } from '../clock.ts'

export type SeedOffer = {
  sku: string
  /** Cents; the product's own price when left out. */
  price?: number
  /** Orders from which everybody pays less, and that price in cents. */
  tiers?: [from: number, price: number][]
  limit?: number
  cap?: number
  /** What shall be left when all orders are in: caps the offer at what was sold and this. */
  left?: number
  source?: 'presale' | 'stock'
}

export type SeedQuestion = { asker: string; text: string; answer?: string }

export type SeedTimes = { opensAt: Date; cutoffAt: Date; pickupFrom: Date; pickupUntil: Date }

export type SeedGroup = {
  slug: string
  leader: string
  title: Both
  story: Both
  state: Exclude<GroupState, 'closed'>
  times: (clock: Clock) => SeedTimes
  minimum: number
  /** Keys of stations.ts; most orders go to the first. */
  stations: string[]
  /** Live orders. */
  orders: number
  /** Orders that were placed and taken back. */
  cancels?: number
  /** People who are in it for sure. */
  with?: string[]
  without?: string[]
  /** Other leaders may help to sell it, for this part of the commission, basis points; and who does. */
  carried?: { splitBps: number; by?: string }
  offers: SeedOffer[]
  questions?: SeedQuestion[]
  isBought?: boolean
  /** Which of its stations have the goods; all of them from `arrived` on. */
  arrivedAt?: string[]
  /** How many of its orders were handed over, and to whom not. */
  collected?: { count: number; not?: string[] }
}

type Facts = Omit<SeedGroup, 'slug' | 'leader' | 'title' | 'story'> & { story?: string }

/** Writes down a group order; texts are "English|中文". */
export const group = (slug: string, leader: string, title: string, { story, ...facts }: Facts): SeedGroup => ({
  slug,
  leader,
  title: both(title),
  story: both(story ?? ''),
  ...facts,
})

/** "VT-1000 SC-4": offers at their products' own prices. */
export const plain = (skus: string): SeedOffer[] => skus.split(' ').map((sku) => ({ sku }))

/** The same, from the store. */
export const stocked = (skus: string): SeedOffer[] =>
  plain(skus).map((offer) => ({ ...offer, source: 'stock' as const }))
