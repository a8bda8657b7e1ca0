import { UNITS, type Unit } from './quantity.ts'

const GRAMS = 1000
const TYPED = /^(\d{1,7})(?:[.,](\d{1,3}))?$/

/**
 * A quantity as the office and suppliers type it: whole pieces, or kilograms where the unit is weighed.
 * @param typed "24", "12.5", "12,5"; full-width digits count as what they mean
 * @param unit what the goods are sold by
 * @returns pieces or grams; NaN for anything else, which every rule refuses
 */
export function typedQuantity(typed: string, unit: Unit): number {
  const [, whole, part = ''] = TYPED.exec(typed.normalize('NFKC').trim()) ?? []
  if (whole === undefined) return Number.NaN
  if (UNITS[unit].weighed) return Number(whole) * GRAMS + Number(part.padEnd(3, '0'))
  return part === '' ? Number(whole) : Number.NaN
}

/** The same the other way, for the value of a field. */
export const quantityToType = (quantity: number, unit: Unit): string =>
  String(UNITS[unit].weighed ? quantity / GRAMS : quantity)
