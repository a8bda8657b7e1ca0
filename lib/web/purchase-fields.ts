import { z } from 'zod'
import { typedQuantity } from '#lib/domain/amount.ts'
import type { Unit } from '#lib/domain/quantity.ts'

/** One text field a product, named "received.<product's id>". */
export const byProduct = (max: number) => z.record(z.uuid(), z.string().trim().max(max)).default({})

/**
 * What was typed for each product, in pieces or grams.
 * @param typed by product
 * @param lines the products that are asked for; one without a field counts as nothing typed
 * @returns NaN where it is no quantity
 */
export const amountsOf = (
  typed: Record<string, string>,
  lines: readonly { productId: string; unit: Unit }[],
): { productId: string; amount: number }[] =>
  lines.map(({ productId, unit }) => ({ productId, amount: typedQuantity(typed[productId] ?? '', unit) }))
