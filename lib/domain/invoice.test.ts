import fc from 'fast-check'
import { expect, test } from 'vitest'
import { creditLines, invoiceLine, invoiceNumber, invoiceTotals, taxByRate } from './invoice.ts'

const line = fc
  .record({
    amountMinor: fc.integer({ min: 1, max: 2_000_000 }),
    taxBps: fc.constantFrom(0, 500, 900, 1300),
    quantity: fc.integer({ min: 1, max: 9 }),
  })
  .map((facts) => invoiceLine({ name: 'x', unit: 'piece', ...facts }))
const lines = fc.array(line, { minLength: 1, maxLength: 12 })

test('the rates come to the whole', () => {
  fc.assert(
    fc.property(lines, (all) => {
      const { totalMinor, taxMinor } = invoiceTotals(all)
      const rates = taxByRate(all)
      expect(rates.reduce((sum, rate) => sum + rate.netMinor + rate.taxMinor, 0)).toBe(totalMinor)
      expect(rates.reduce((sum, rate) => sum + rate.taxMinor, 0)).toBe(taxMinor)
    }),
  )
})

test('taken back in parts, however many, nothing of amount or tax is left, and never too much before', () => {
  fc.assert(
    fc.property(lines, fc.array(fc.double({ min: 0.01, max: 0.9, noNaN: true }), { maxLength: 5 }), (all, parts) => {
      const notes: ReturnType<typeof creditLines>[] = []
      for (const part of parts) {
        const left = invoiceTotals([...all, ...notes.flat()]).totalMinor
        const refunded = Math.max(1, Math.floor(left * part))
        if (left <= refunded) break
        const note = creditLines(all, notes, refunded)
        expect(invoiceTotals(note).totalMinor).toBe(-refunded)
        notes.push(note)
      }
      notes.push(creditLines(all, notes))
      expect(invoiceTotals([...all, ...notes.flat()])).toEqual({ totalMinor: 0, taxMinor: 0 })
      for (const [index, { amountMinor }] of all.entries())
        expect(notes.reduce((sum, note) => sum + (note[index]?.amountMinor ?? 0), amountMinor)).toBe(0)
    }),
  )
})

test('a number reads the year and six digits', () => {
  expect(invoiceNumber({ year: 2026, number: 123 })).toBe('2026-000123')
})

test('a refund of goods leaves their deposit alone; all of it takes it along', () => {
  const goods = invoiceLine({ name: 'x', unit: 'piece', quantity: 1, taxBps: 500, amountMinor: 1050 })
  const deposit = {
    ...invoiceLine({ name: 'y', unit: 'piece', quantity: 1, taxBps: 0, amountMinor: 40 }),
    isDeposit: true,
  }
  const part = creditLines([goods, deposit], [], 1050)
  expect(part.map(({ amountMinor, taxMinor }) => [amountMinor, taxMinor])).toEqual([
    [-1050, -50],
    [0, 0],
  ])
  expect(invoiceTotals(creditLines([goods, deposit], [part])).totalMinor).toBe(-40)
})
