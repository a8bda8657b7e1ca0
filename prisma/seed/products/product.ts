import type { Allergen, Category, PackMeasure, Storage, Tile } from '#lib/domain/catalogue.ts'
import type { Unit } from '#lib/domain/quantity.ts'
import { type Both, both } from '../both.ts'

export type SeedStock = { onHand: number; reorderAt: number; place: string }

export type SeedProduct = {
  sku: string
  supplier: string
  category: Category
  name: Both
  pack: Both
  origin: Both
  description: Both
  unit: Unit
  priceMinor: number
  costMinor: number
  caseSize: number
  packAmount: number | null
  packMeasure: PackMeasure | null
  storage: Storage
  allergens: Allergen[]
  shelfLifeDays: number | null
  taxBps: number
  depositMinor: number
  toleranceBps: number
  /** Code point of the emoji that stands for it. */
  picture: string
  tile: Tile
  many: boolean
  stock?: SeedStock
}

type Details = {
  /** Cents for one piece, or for one kg. */
  price: number
  cost: number
  /** Pieces or grams in a case of the supplier. */
  case: number
  g?: number
  ml?: number
  pieces?: number
  weighed?: boolean
  many?: boolean
  storage?: Storage
  allergens?: Allergen[]
  days?: number
  tax?: number
  /** For the glass it comes in. */
  deposit?: number
  /** By how many percent it may weigh more than ordered and be charged for. */
  tolerance?: number
  about?: string
  stock?: SeedStock
}

/** Where goods sold from stock lie. */
export const store = (place: string, onHand: number, reorderAt: number): SeedStock => ({ place, onHand, reorderAt })

/**
 * Writes down the products of one supplier and category.
 * @returns a function: code, name, pack and origin (each "English|中文"), picture, tile, and the rest
 */
export const shelfOf =
  (supplier: string, category: Category) =>
  (
    sku: string,
    name: string,
    pack: string,
    origin: string,
    picture: string,
    tile: Tile,
    details: Details,
  ): SeedProduct => ({
    sku,
    supplier,
    category,
    name: both(name),
    pack: both(pack),
    origin: both(origin),
    description: both(details.about ?? ''),
    unit: details.weighed ? 'kg' : 'piece',
    priceMinor: details.price,
    costMinor: details.cost,
    caseSize: details.case,
    packAmount: details.g ?? details.ml ?? details.pieces ?? null,
    packMeasure: details.g ? 'g' : details.ml ? 'ml' : details.pieces ? 'piece' : null,
    storage: details.storage ?? 'ambient',
    allergens: details.allergens ?? [],
    shelfLifeDays: details.days ?? null,
    taxBps: details.tax ?? 0,
    depositMinor: details.deposit ?? 0,
    toleranceBps: (details.tolerance ?? 0) * 100,
    picture,
    tile,
    many: details.many ?? false,
    ...(details.stock && { stock: details.stock }),
  })
