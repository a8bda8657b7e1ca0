import { isDuplicate } from '#lib/db/errors.ts'
import { type Tx, transaction } from '#lib/db/transaction.ts'
import { MAX_PRICE_MINOR } from '#lib/domain/money.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { UNITS, type Unit } from '#lib/domain/quantity.ts'
import type { Locale } from '#lib/domain/text.ts'
import { MAX_TOLERANCE_BPS } from '#lib/domain/weighing.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { dropPicture, type PictureRefusal, storePicture } from '#lib/infra/picture.ts'
import { type Claim, type Once, once, type Reused } from '../api-key/once.ts'
import { audit } from '../audit.ts'

type Texts = Partial<Record<Locale, string>>

/** Money in minor units per piece, or per kg, jin or lb; `caseSize` in pieces, or grams where the unit is weighed. */
export type ProductFields = {
  sku: string
  supplierId: string | null
  name: Texts
  pack: Texts
  description: Texts
  origin: Texts
  category: string
  unit: Unit
  packAmount: number | null
  packMeasure: string | null
  priceMinor: number
  costMinor: number
  caseSize: number
  taxBps: number
  /** Paid for the container of a piece until it comes back. */
  depositMinor: number
  /** By how much it may weigh more than ordered and be charged for, basis points; 0 = charged as ordered. */
  toleranceBps: number
  shelfLifeDays: number | null
  storage: string
  allergens: string[]
  tile: string
  many: boolean
  active: boolean
}

export type ProductInput = ProductFields & {
  /** Undefined makes a new one. */
  productId?: string | undefined
  /** A new picture's bytes; undefined keeps the one there is. */
  picture?: Buffer | undefined
  /** Goes back to the drawn basket. */
  removePicture?: boolean | undefined
}

export type ProductRefusal =
  | { code: 'NOT_FOUND' }
  | { code: 'SKU_TAKEN'; field: 'sku' }
  | { code: 'BELOW_COST'; field: 'price'; priceMinor: number; costMinor: number }
  | { code: 'BAD_PRICE'; field: 'price' }
  | { code: 'UNKNOWN_SUPPLIER'; field: 'supplierId' }
  | { code: 'UNIT_IN_USE'; field: 'unit' }
  | { code: 'BAD_TOLERANCE'; field: 'tolerance' }
  | PictureRefusal

/**
 * Makes or changes a product. A price below the cost is refused (RULES M1). The unit stays once something was ordered,
 * offered or moved: all those quantities would mean something else.
 * @param claim makes it once for each key of a program
 * @returns its id. Refuses what ProductRefusal names; the picture is looked at first and stored before the transaction
 */
export async function saveProduct(
  who: AdminFor<'catalogue'>,
  { productId, picture, removePicture, ...fields }: ProductInput,
  claim?: Claim,
): Promise<Outcome<Once<{ productId: string }>, ProductRefusal | Reused>> {
  const priced = checkPrices(fields)
  if (!priced.ok) return priced
  const tolerated = checkTolerance(fields)
  if (!tolerated.ok) return tolerated
  const stored = picture && (await storePicture(picture))
  if (stored && !stored.ok) return stored

  // The old picture stays on the disk: pages already sent still point at it.
  const key = stored?.value ?? (removePicture ? null : undefined)
  const outcome = await write(who, productId, { ...fields, ...(key !== undefined && { picture: key }) }, claim)
  if (!outcome.ok && stored) await dropPicture(stored.value)
  return outcome
}

/** A price above zero, and nowhere below the cost (RULES M1). */
export function checkPrices({
  priceMinor,
  costMinor,
}: Pick<ProductFields, 'priceMinor' | 'costMinor'>): Outcome<true, ProductRefusal> {
  if (priceMinor < 1 || priceMinor > MAX_PRICE_MINOR) return refuse({ code: 'BAD_PRICE', field: 'price' })
  if (priceMinor < costMinor) return refuse({ code: 'BELOW_COST', field: 'price', priceMinor, costMinor })
  return accept(true)
}

/** None, or one within what is usual, and only for what is sold by weight. */
export function checkTolerance({
  unit,
  toleranceBps,
}: Pick<ProductFields, 'unit' | 'toleranceBps'>): Outcome<true, ProductRefusal> {
  const isOne = Number.isSafeInteger(toleranceBps) && toleranceBps >= 0 && toleranceBps <= MAX_TOLERANCE_BPS
  return isOne && (toleranceBps === 0 || UNITS[unit].weighed)
    ? accept(true)
    : refuse({ code: 'BAD_TOLERANCE', field: 'tolerance' })
}

type Columns = ProductFields & { picture?: string | null }

async function write(
  who: AdminFor<'catalogue'>,
  productId: string | undefined,
  data: Columns,
  claim: Claim | undefined,
): Promise<Outcome<Once<{ productId: string }>, ProductRefusal | Reused>> {
  const save = async (tx: Tx): Promise<Outcome<{ productId: string }, ProductRefusal>> => {
    const refusal = await whatForbids(tx, productId, data)
    if (refusal) return refuse(refusal)
    const before = productId ? await tx.product.findUnique({ where: { id: productId } }) : null
    const { id } = productId
      ? await tx.product.update({ where: { id: productId }, data })
      : await tx.product.create({ data: { ...data, id: newId(), region: env.REGION } })
    await auditProduct(tx, who, id, before, data)
    return accept({ productId: id })
  }
  try {
    return await transaction((tx) => once(tx, claim, () => save(tx)))
  } catch (error) {
    // The code is the only unique column that a form can hit, and only the database knows for sure.
    if (isDuplicate(error)) return refuse({ code: 'SKU_TAKEN', field: 'sku' })
    throw error
  }
}

type Tracked = Pick<ProductFields, 'sku' | 'priceMinor' | 'costMinor' | 'caseSize' | 'toleranceBps' | 'active'>

/** What it was and what it is, for the trail. @param before null for a new one */
export const auditProduct = (
  tx: Tx,
  who: AdminFor<'catalogue'>,
  productId: string,
  before: Tracked | null,
  after: Tracked,
): Promise<void> =>
  audit(tx, {
    ...actorOf(who, 'admin'),
    action: before ? 'product.change' : 'product.create',
    subjectType: 'product',
    subjectId: productId,
    data: {
      sku: after.sku,
      priceMinor: [before?.priceMinor ?? null, after.priceMinor],
      costMinor: [before?.costMinor ?? null, after.costMinor],
      caseSize: [before?.caseSize ?? null, after.caseSize],
      toleranceBps: [before?.toleranceBps ?? null, after.toleranceBps],
      active: after.active,
    },
  })

/** What the shop's other rows forbid: an unknown supplier, another unit for goods that were moved or offered. */
export async function whatForbids(
  tx: Tx,
  productId: string | undefined,
  data: Pick<ProductFields, 'supplierId' | 'unit'>,
): Promise<ProductRefusal | undefined> {
  if (data.supplierId && !(await tx.supplier.findUnique({ where: { id: data.supplierId }, select: { id: true } }))) {
    return { code: 'UNKNOWN_SUPPLIER', field: 'supplierId' }
  }
  if (!productId) return undefined
  const product = await tx.product.findUnique({
    where: { id: productId },
    select: { unit: true, _count: { select: { offers: true, movements: true } } },
  })
  if (!product) return { code: 'NOT_FOUND' }
  const isUsed = product._count.offers + product._count.movements > 0
  return isUsed && product.unit !== data.unit ? { code: 'UNIT_IN_USE', field: 'unit' } : undefined
}
