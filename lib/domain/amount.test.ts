import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantityToType, typedQuantity } from './amount.ts'

test('what a field shows is read as the same quantity', () => {
  fc.assert(
    fc.property(fc.nat({ max: 9_000_000 }), fc.constantFrom('piece', 'kg', 'jin', 'lb'), (quantity, unit) => {
      expect(typedQuantity(quantityToType(quantity, unit), unit)).toBe(quantity)
    }),
  )
})

test('weights are typed in kilograms, pieces whole', () => {
  expect(typedQuantity('12.5', 'kg')).toBe(12_500)
  expect(typedQuantity(' １２,05 ', 'jin')).toBe(12_050)
  expect(typedQuantity('24', 'piece')).toBe(24)
  for (const typed of ['', '1.5', '-1', '1e3', '0x1', 'ten', '1.2345', '12345678']) {
    expect(typedQuantity(typed, 'piece')).toBeNaN()
  }
})
