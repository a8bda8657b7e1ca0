import { UNITS, type Unit } from '#lib/domain/quantity.ts'

const GRAMS = 1000

/**
 * A quantity as the office writes it: pieces bare, weights in kilograms.
 * @param quantity pieces, or grams where the unit is weighed
 * @param format writes a number for the reader
 * @returns "86", "12.5 kg"
 */
export function quantityText(quantity: number, unit: Unit, format: (value: number) => string): string {
  return UNITS[unit].weighed ? `${format(quantity / GRAMS)} kg` : format(quantity)
}

/** The same with its sign, a real minus. */
export function changeText(quantity: number, unit: Unit, format: (value: number) => string): string {
  const sign = quantity > 0 ? '+' : quantity < 0 ? '−' : ''
  return sign + quantityText(Math.abs(quantity), unit, format)
}
