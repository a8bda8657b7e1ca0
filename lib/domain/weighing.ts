import { UNITS, type Unit } from './quantity.ts'

/**
 * Weighed goods are ordered by estimate, charged by what they weigh, and never above the estimate and the tolerance shown
 * (RULES, "Money").
 */

/** The widest tolerance, basis points of what was ordered. */
export const MAX_TOLERANCE_BPS = 3_000

/** A scale that says more than so many times what was ordered was misread. */
const ABSURD_TIMES = 3

/**
 * A line that may be weighed. `quantity` is what was ordered and `actual` what was weighed, pieces or grams; null, or left out,
 * where it is not weighed yet.
 */
export type WeighedLine = {
  quantity: number
  unit: Unit
  toleranceBps?: number | undefined
  actual?: number | null | undefined
}

/**
 * Whether a line is charged by what it weighs: goods in grams that were offered with a tolerance. All others are charged as
 * ordered.
 */
export const isChargedByWeight = ({ unit, toleranceBps = 0 }: Pick<WeighedLine, 'unit' | 'toleranceBps'>): boolean =>
  UNITS[unit].weighed && toleranceBps > 0

/**
 * The most grams that may be charged for.
 * @param quantity grams ordered
 * @param toleranceBps basis points, 0 to MAX_TOLERANCE_BPS
 * @returns whole grams, rounded down: never above what is shown
 */
export const mostGrams = (quantity: number, toleranceBps: number): number =>
  Math.floor((quantity * (10_000 + toleranceBps)) / 10_000)

/** How much of a line is charged, pieces or grams: as ordered until it is weighed, then its weight within the tolerance. */
export function chargedQuantity({ quantity, unit, toleranceBps = 0, actual }: WeighedLine): number {
  const isWeighed = actual !== undefined && actual !== null && isChargedByWeight({ unit, toleranceBps })
  return isWeighed ? Math.min(actual, mostGrams(quantity, toleranceBps)) : quantity
}

/** How much of a line may still be charged at most: settled once it is weighed. */
export function mostQuantity(line: WeighedLine): number {
  const isOpen = (line.actual === undefined || line.actual === null) && isChargedByWeight(line)
  return isOpen ? mostGrams(line.quantity, line.toleranceBps ?? 0) : chargedQuantity(line)
}

/**
 * Whether a scale can have said this of what was ordered.
 * @param grams what was typed
 * @param quantity grams ordered
 * @returns false for what is not a whole number above 0, and for more than three times what was ordered
 */
export const isActualWeight = (grams: number, quantity: number): boolean =>
  Number.isSafeInteger(grams) && grams > 0 && grams <= quantity * ABSURD_TIMES
