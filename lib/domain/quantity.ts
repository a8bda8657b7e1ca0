import { roundHalfEven } from './money.ts'

/**
 * What goods are sold by. A quantity is a whole number of pieces, or of grams where the unit is weighed; `perPrice` is
 * how much of the quantity one price buys. The jin (市斤) is 500 g by law; the pound is taken as 454 g.
 */
export const UNITS = {
  piece: { perPrice: 1, weighed: false },
  kg: { perPrice: 1000, weighed: true },
  jin: { perPrice: 500, weighed: true },
  lb: { perPrice: 454, weighed: true },
} as const satisfies Record<string, { perPrice: number; weighed: boolean }>

export type Unit = keyof typeof UNITS

export type PackMeasure = 'g' | 'ml' | 'piece'

const MAX_PIECES = 999
const MAX_GRAMS = 100_000
const STEP_GRAMS = 100

/**
 * The amount of one line: price times quantity, rounded once, half to even (RULES, "Money").
 * @param priceMinor minor units for one piece, or for one kg, jin or lb
 * @param quantity pieces, or grams where the unit is weighed
 * @param unit what the goods are sold by
 * @returns minor units
 */
export function lineTotalMinor(priceMinor: number, quantity: number, unit: Unit): number {
  return Number(roundHalfEven(BigInt(priceMinor) * BigInt(quantity), BigInt(UNITS[unit].perPrice)))
}

/**
 * The most that one line may hold.
 * @param unit what the goods are sold by
 * @returns pieces, or grams where the unit is weighed
 */
export function maxQuantity(unit: Unit): number {
  return UNITS[unit].weighed ? MAX_GRAMS : MAX_PIECES
}

/**
 * By how much a stepper moves.
 * @param unit what the goods are sold by
 * @returns 1 piece, or 100 grams where the unit is weighed
 */
export function stepOf(unit: Unit): number {
  return UNITS[unit].weighed ? STEP_GRAMS : 1
}

/**
 * Whether a number can be ordered at all (TRUST, "Input": negative, NaN, fractional and huge ones cannot).
 * @param quantity pieces, or grams where the unit is weighed
 * @param unit what the goods are sold by
 * @returns true for whole steps from one step to the unit's maximum
 */
export function isQuantity(quantity: number, unit: Unit): boolean {
  const step = stepOf(unit)
  return Number.isSafeInteger(quantity) && quantity >= step && quantity <= maxQuantity(unit) && quantity % step === 0
}

/**
 * Rounds a demand up to whole cases of the supplier. Done once per purchase order, over all of its groups.
 * @param ordered pieces or grams that shoppers ordered, ≥ 0
 * @param caseSize pieces or grams in one case, whole, ≥ 1
 * @returns cases to buy, what they hold, and how much of it nobody ordered
 * @throws RangeError when either number is out of range
 */
export function casesFor(ordered: number, caseSize: number): { cases: number; buy: number; surplus: number } {
  if (!Number.isSafeInteger(ordered) || ordered < 0) throw new RangeError('Ordered must be a whole number from 0')
  if (!Number.isSafeInteger(caseSize) || caseSize < 1) throw new RangeError('A case holds at least 1')
  const cases = Math.ceil(ordered / caseSize)
  const buy = cases * caseSize
  return { cases, buy, surplus: buy - ordered }
}

/** The smallest pack, in grams, whose unit price is shown for a kilogram; smaller ones compare better per 100 g. */
const PER_KG_FROM_GRAMS = 250

export type UnitPrice = { amountMinor: number; per: 'kg' | 'l' | '100g' | 'piece' }

/**
 * The price of a common measure, so that packs of different size can be compared (EU directive 98/6/EC).
 * @param pack price of one unit in minor units, what it is sold by, and what is in it: whole grams, millilitres, pieces
 * @returns minor units per measure, or undefined when it would only repeat the price, or the pack's content is unknown
 */
export function unitPrice(pack: {
  priceMinor: number
  unit: Unit
  packAmount: number
  packMeasure: PackMeasure
}): UnitPrice | undefined {
  const { priceMinor, unit, packAmount, packMeasure } = pack
  if (UNITS[unit].weighed || !Number.isSafeInteger(packAmount) || packAmount < 1) return undefined
  const { per, amount } = measureFor(packAmount, packMeasure)
  if (amount === packAmount) return undefined
  return { amountMinor: Number(roundHalfEven(BigInt(priceMinor) * BigInt(amount), BigInt(packAmount))), per }
}

function measureFor(packAmount: number, packMeasure: PackMeasure): { per: UnitPrice['per']; amount: number } {
  if (packMeasure === 'piece') return { per: 'piece', amount: 1 }
  if (packMeasure === 'ml') return { per: 'l', amount: 1000 }
  return packAmount >= PER_KG_FROM_GRAMS ? { per: 'kg', amount: 1000 } : { per: '100g', amount: 100 }
}
