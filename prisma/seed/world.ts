import type { Clock } from './clock.ts'
import type { SeedGroup, SeedTimes } from './group-orders/group-order.ts'
import type { SeedPerson } from './people.ts'
import type { SeedProduct } from './products/product.ts'
import type { Random } from './random.ts'

export type Movement = {
  productId: string
  quantity: number
  reason: string
  at: Date
  note?: string
  actorId?: string
  orderId?: string
}

/** A group order of the demo as it stands in the database. */
export type MadeGroup = SeedGroup &
  SeedTimes & { id: string; offerIds: { sku: string; offerId: string; left?: number }[] }

/** What was loaded so far, by the keys of the seed's own files. */
export type World = {
  clock: Clock
  random: Random
  people: ReadonlyMap<string, SeedPerson & { id: string }>
  stations: ReadonlyMap<string, { id: string; keeperIds: string[] }>
  leaders: ReadonlyMap<string, string>
  products: ReadonlyMap<string, SeedProduct & { id: string }>
  /** Stock moves all along; they are written at the end, in the order of their times. */
  movements: Movement[]
}

/** What stands under a key; a typing error in the seed's own files must not load half a world. */
export function known<T>(map: ReadonlyMap<string, T>, key: string): T {
  const found = map.get(key)
  if (found === undefined) throw new Error(`the demo has no "${key}"`)
  return found
}
