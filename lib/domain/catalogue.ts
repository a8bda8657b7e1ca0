/** The fourteen allergens that EU 1169/2011 and GB 7718 between them ask to be named. */
export const ALLERGENS = [
  'gluten',
  'crustaceans',
  'egg',
  'fish',
  'peanut',
  'soy',
  'milk',
  'nuts',
  'celery',
  'mustard',
  'sesame',
  'sulphite',
  'lupin',
  'molluscs',
] as const
export type Allergen = (typeof ALLERGENS)[number]

export const STORAGES = ['ambient', 'chilled', 'frozen'] as const
export type Storage = (typeof STORAGES)[number]

export const CATEGORIES = [
  'vegetables',
  'fruit',
  'eggs_dairy',
  'bakery',
  'meat_fish',
  'pantry',
  'prepared',
  'drinks',
  'household',
  'other',
] as const
export type Category = (typeof CATEGORIES)[number]

/** Background tints of a product's tile. */
export const TILES = ['red', 'gold', 'green', 'wheat', 'sky', 'stone', 'berry', 'orange'] as const
export type Tile = (typeof TILES)[number]

/** A leader keeps one awning colour. */
export const AWNINGS = ['leaf', 'butter', 'sky', 'clay'] as const
export type Awning = (typeof AWNINGS)[number]

export const PACK_MEASURES = ['g', 'ml', 'piece'] as const
export type PackMeasure = (typeof PACK_MEASURES)[number]
