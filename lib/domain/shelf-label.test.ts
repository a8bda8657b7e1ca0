import { expect, test } from 'vitest'
import { SHELF_ANIMALS, SHELF_COLOURS, shelfLabel } from './shelf-label.ts'

const labels = Array.from({ length: 300 }, (_, index) => shelfLabel(index))

test('no two orders of a station share a label', () => {
  expect(new Set(labels.map(({ colour, animal, round }) => `${colour} ${animal} ${round}`)).size).toBe(labels.length)
})

test('the first round holds each pair of colour and animal', () => {
  const pairs = SHELF_COLOURS.length * SHELF_ANIMALS.length
  expect(labels.slice(0, pairs).every((label) => label.round === 0)).toBe(true)
  expect(labels[pairs]).toEqual({ ...labels[0], round: 1 })
})

test('neighbours on the shelf differ in colour and in animal', () => {
  for (const [index, label] of labels.slice(1).entries()) {
    expect(label.colour).not.toBe(labels[index]?.colour)
    expect(label.animal).not.toBe(labels[index]?.animal)
  }
})

test('the shelf begins with the blue fox', () => {
  expect(shelfLabel(0)).toEqual({ colour: 'blue', animal: 'fox', round: 0 })
})

test.each([-1, 0.5, Number.NaN])('throws on position %s', (index) => {
  expect(() => shelfLabel(index)).toThrow(RangeError)
})
