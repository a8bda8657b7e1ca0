import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { groupId, offerId, PRODUCTS, quantityAt, RANGES, threePlaces } from './world.ts'

test('ids are those of world.sql', () => {
  const sql = readFileSync('bench/sql/world.sql', 'utf8')
  for (const [name, kind] of [
    ['user_id', 1],
    ['station_id', 3],
    ['product_id', 5],
    ['group_id', 6],
  ] as const)
    expect(sql).toContain(
      `function bench.${name}(n bigint) returns uuid language sql immutable parallel safe as $$ select bench.id(${kind}, n) $$`,
    )
  expect(groupId(255)).toBe('01900006-0000-7000-8000-0000000000ff')
  expect(offerId(3, 7)).toBe(`01900007-0000-7000-8000-${(3007).toString(16).padStart(12, '0')}`)
})

test('three different offers of the 200, and the hot one in every hot order', () => {
  for (let order = 0; order < 500; order += 1) {
    for (const how of ['spread', 'hot'] as const) {
      const places = threePlaces(how)
      expect(new Set(places).size).toBe(3)
      expect(Math.max(...places)).toBeLessThan(PRODUCTS)
    }
    expect(threePlaces('hot')[0]).toBe(0)
  }
  expect(RANGES.spread.flat()).toEqual([0, 66, 67, 132, 133, 199])
})

test('weighed products are ordered by 500 g', () => {
  expect([0, 6, 7, 15].map(quantityAt)).toEqual([1, 1, 500, 500])
})
