import { casesFor, type Unit } from './quantity.ts'
import type { LocalText } from './text.ts'

/** draft: gathered, not sent yet; sent: waits for the supplier; answered: they said what they will bring. */
export const PURCHASE_ORDER_STATES = ['draft', 'sent', 'answered', 'received', 'cancelled'] as const

export type PurchaseOrderState = (typeof PURCHASE_ORDER_STATES)[number]

/** Which step of a purchase order may follow which. A later version is sent again; a supplier may answer again. */
export const PURCHASE_ORDER_NEXT: Readonly<Record<PurchaseOrderState, readonly PurchaseOrderState[]>> = {
  draft: ['sent', 'cancelled'],
  sent: ['sent', 'answered', 'received', 'cancelled'],
  answered: ['sent', 'answered', 'received', 'cancelled'],
  received: [],
  cancelled: [],
}

/**
 * Whether a purchase order may go from one state to another.
 * @param from the state it is in
 * @param to the state it should take
 * @returns what PURCHASE_ORDER_NEXT says
 */
export function canPurchaseOrderFollow(from: PurchaseOrderState, to: PurchaseOrderState): boolean {
  return PURCHASE_ORDER_NEXT[from].includes(to)
}

/** Where goods go that the last case holds beyond what shoppers ordered. */
export const SURPLUS_USES = ['stock', 'last_minute', 'bit_more'] as const

export type SurplusUse = (typeof SURPLUS_USES)[number]

export type PlannedLine = {
  cases: number
  /** What those cases hold; nobody may have ordered some of it, or too few were bought. */
  buy: number
  surplus: number
  short: number
}

/**
 * What one line makes the operator buy: the demand of all its groups rounded up to cases once, and what the office adds to
 * that or takes away.
 * @param line pieces or grams ordered (≥ 0) and in one case (≥ 1); cases beyond what is needed, below 0 for fewer
 * @returns cases (never below 0), what they hold, and how much that is more or less than ordered, pieces or grams
 * @throws RangeError when a number is out of range
 */
export function planLine(line: { ordered: number; caseSize: number; extraCases: number }): PlannedLine {
  const { ordered, caseSize, extraCases } = line
  if (!Number.isSafeInteger(extraCases)) throw new RangeError('Extra cases must be a whole number')
  const cases = Math.max(0, casesFor(ordered, caseSize).cases + extraCases)
  const buy = cases * caseSize
  return { cases, buy, surplus: Math.max(0, buy - ordered), short: Math.max(0, ordered - buy) }
}

/**
 * Where what came in goes: shoppers first, the rest is over.
 * @param ordered pieces or grams that shoppers ordered
 * @param received pieces or grams that came
 * @returns three parts, none below 0; `forOrders + surplus` is what came and `forOrders + short` what was ordered
 */
export function splitReceived(
  ordered: number,
  received: number,
): { forOrders: number; surplus: number; short: number } {
  const forOrders = Math.min(ordered, received)
  return { forOrders, surplus: received - forOrders, short: ordered - forOrders }
}

/** A line as a supplier was told it. */
export type SentLine = { productId: string; cases: number; caseSize: number; caseCostMinor: number }

/** The same with all that a supplier needs to know it by. */
export type GoodsLine = SentLine & { sku: string; name: LocalText; pack: LocalText; unit: Unit }

/** A line as the office plans it: what shoppers ordered, and what the office adds to that. */
export type PlanLine = Omit<GoodsLine, 'cases'> & { ordered: number; extraCases: number }

/** The lines as a supplier would be told them now: whole cases, and only what is bought at all. */
export const goodsOf = (lines: readonly PlanLine[]): GoodsLine[] =>
  lines
    .map((line): GoodsLine => {
      const { productId, sku, name, pack, unit, caseSize, caseCostMinor } = line
      return { productId, sku, name, pack, unit, caseSize, caseCostMinor, cases: planLine(line).cases }
    })
    .filter(({ cases }) => cases > 0)

/** What a new version says differently; 0 cases before: added, 0 after: taken out. */
export type LineChange<Line extends SentLine = SentLine> = { line: Line; casesBefore: number; casesAfter: number }

/**
 * What a later version of a purchase order changes, and nothing else.
 * @param before the lines as sent last; none before the first time
 * @param after the lines as they are to be
 * @returns one change for each product whose number of cases differs: those of `after` in its order, then what was taken out
 */
export function changesBetween<Line extends SentLine>(
  before: readonly Line[],
  after: readonly Line[],
): LineChange<Line>[] {
  const had = new Map(before.map((line) => [line.productId, line.cases]))
  const has = new Set(after.map(({ productId }) => productId))
  const changed = after
    .map((line) => ({ line, casesBefore: had.get(line.productId) ?? 0, casesAfter: line.cases }))
    .filter(({ casesBefore, casesAfter }) => casesBefore !== casesAfter)
  const gone = before
    .filter(({ productId, cases }) => cases > 0 && !has.has(productId))
    .map((line) => ({ line, casesBefore: line.cases, casesAfter: 0 }))
  return [...changed, ...gone]
}

/**
 * The lines after a difference was applied to what was sent before: what the supplier must end up with.
 * @returns lines with at least one case
 */
export function applyChanges<Line extends SentLine>(
  before: readonly Line[],
  changes: readonly LineChange<Line>[],
): Line[] {
  const lines = new Map(before.map((line) => [line.productId, line]))
  for (const { line, casesAfter } of changes) lines.set(line.productId, { ...line, cases: casesAfter })
  return [...lines.values()].filter(({ cases }) => cases > 0)
}

/** What a purchase order costs, minor units: suppliers bill by the case, whose cost was rounded once. */
export const costOf = (lines: readonly SentLine[]): number =>
  lines.reduce((sum, { cases, caseCostMinor }) => sum + cases * caseCostMinor, 0)

/**
 * Whether a supplier may answer a line so: all of it, less of it, or nothing; never more than was asked for.
 * @param confirmed pieces or grams
 * @param buy pieces or grams that the version they saw asks for
 */
export const isAnswer = (confirmed: number, buy: number): boolean =>
  Number.isSafeInteger(confirmed) && confirmed >= 0 && confirmed <= buy

/** How people write its number: "PO-2026-0007"; a draft has none. */
export const purchaseOrderNumber = ({ year, number }: { year: number | null; number: number | null }): string =>
  year === null || number === null ? '' : `PO-${year}-${String(number).padStart(4, '0')}`
