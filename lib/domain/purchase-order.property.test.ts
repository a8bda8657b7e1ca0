import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  applyChanges,
  canPurchaseOrderFollow,
  changesBetween,
  costOf,
  isAnswer,
  PURCHASE_ORDER_NEXT,
  PURCHASE_ORDER_STATES,
  planLine,
  purchaseOrderNumber,
  type SentLine,
  splitReceived,
} from './purchase-order.ts'

const amount = fc.nat({ max: 1_000_000 })
const demanded = fc.record({
  ordered: amount,
  caseSize: fc.integer({ min: 1, max: 30_000 }),
  extraCases: fc.integer({ min: -50, max: 50 }),
})
const sentLine = fc.record({
  productId: fc.integer({ min: 0, max: 8 }).map(String),
  cases: fc.integer({ min: 1, max: 40 }),
  caseSize: fc.constant(12),
  caseCostMinor: fc.nat({ max: 9_000 }),
})
const sentLines = fc.uniqueArray(sentLine, { selector: ({ productId }) => productId })
const casesOf = (lines: SentLine[]) => Object.fromEntries(lines.map(({ productId, cases }) => [productId, cases]))

test('whole cases are bought, and what is over or lacking adds up to what was ordered', () => {
  fc.assert(
    fc.property(demanded, (line) => {
      const { cases, buy, surplus, short } = planLine(line)
      expect(buy).toBe(cases * line.caseSize)
      expect(buy).toBe(line.ordered + surplus - short)
      expect(Math.min(cases, surplus, short)).toBe(0)
      for (const part of [cases, buy, surplus, short]) expect(part).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('without a word of the office nobody lacks anything, and less than a case is over', () => {
  fc.assert(
    fc.property(demanded, ({ ordered, caseSize }) => {
      const { surplus, short } = planLine({ ordered, caseSize, extraCases: 0 })
      expect(short).toBe(0)
      expect(surplus).toBeLessThan(caseSize)
    }),
  )
})

test('rounding once over all groups never buys more cases than rounding each', () => {
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 6 }), fc.integer({ min: 1, max: 500 }), (groups, caseSize) => {
      const each = groups.map((ordered) => planLine({ ordered, caseSize, extraCases: 0 }).cases)
      const ordered = groups.reduce((sum, part) => sum + part, 0)
      const together = planLine({ ordered, caseSize, extraCases: 0 }).cases
      expect(together).toBeLessThanOrEqual(each.reduce((sum, part) => sum + part, 0))
    }),
  )
})

test('part of a case cannot be added', () => {
  expect(() => planLine({ ordered: 1, caseSize: 1, extraCases: 0.5 })).toThrow(RangeError)
})

test('what came is shared without loss, shoppers first', () => {
  fc.assert(
    fc.property(amount, amount, (ordered, received) => {
      const { forOrders, surplus, short } = splitReceived(ordered, received)
      expect(forOrders + surplus).toBe(received)
      expect(forOrders + short).toBe(ordered)
      expect(Math.min(surplus, short)).toBe(0)
      for (const part of [forOrders, surplus, short]) expect(part).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('a difference applied to the version before it gives the new version', () => {
  fc.assert(
    fc.property(sentLines, sentLines, (before, after) => {
      const applied = applyChanges(before, changesBetween(before, after))
      expect(casesOf(applied)).toEqual(casesOf(after))
    }),
  )
})

test('a difference names only what differs, and costs the difference', () => {
  fc.assert(
    fc.property(sentLines, sentLines, (before, after) => {
      expect(changesBetween(before, before)).toEqual([])
      const changes = changesBetween(before, after)
      expect(changes.every(({ casesBefore, casesAfter }) => casesBefore !== casesAfter)).toBe(true)
      expect(new Set(changes.map(({ line }) => line.productId)).size).toBe(changes.length)
      // prices stay as they were agreed, whatever the later lines say
      const price = new Map([...after, ...before].map((line) => [line.productId, line.caseCostMinor]))
      const at = (lines: SentLine[]) =>
        lines.map((line) => ({ ...line, caseCostMinor: price.get(line.productId) ?? 0 }))
      const moved = changes.reduce(
        (sum, { line, casesBefore, casesAfter }) => sum + (casesAfter - casesBefore) * (price.get(line.productId) ?? 0),
        0,
      )
      expect(moved).toBe(costOf(at(after)) - costOf(at(before)))
    }),
  )
})

test('a supplier may bring all, less or nothing, and never more than asked', () => {
  expect([0, 7, 24].map((confirmed) => isAnswer(confirmed, 24))).toEqual([true, true, true])
  expect([-1, 25, 1.5, Number.NaN].map((confirmed) => isAnswer(confirmed, 24))).toEqual([false, false, false, false])
})

test('what is received or cancelled stays so', () => {
  for (const to of PURCHASE_ORDER_STATES) {
    expect(canPurchaseOrderFollow('received', to)).toBe(false)
    expect(canPurchaseOrderFollow('cancelled', to)).toBe(false)
    expect(canPurchaseOrderFollow(to, 'draft')).toBe(false)
  }
  expect(canPurchaseOrderFollow('answered', 'sent')).toBe(true)
  expect(Object.keys(PURCHASE_ORDER_NEXT)).toEqual([...PURCHASE_ORDER_STATES])
})

test('a number reads as its year and place, and a draft has none', () => {
  expect(purchaseOrderNumber({ year: 2026, number: 7 })).toBe('PO-2026-0007')
  expect(purchaseOrderNumber({ year: null, number: null })).toBe('')
})
