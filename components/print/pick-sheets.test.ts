import { expect, test } from 'vitest'
import { headHeight, inParts, linesOf, type PickSheet, pickSheets, ROW_HEIGHT, type SheetOrder } from './pick-sheets.ts'

const products = (count: number, name = 'Tomatoes') =>
  Array.from({ length: count }, (_, n) => ({ id: `p${n}`, name: `${name} ${n}`, pack: '1 kg' }))
const orders = (count: number, of: number): SheetOrder[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `o${n}`,
    label: `Blue fox ${n}`,
    animal: 'fox',
    colour: 'blue',
    number: n + 1,
    who: 'L** 142',
    quantities: new Map(Array.from({ length: of }, (_, p) => [`p${p}`, 1 + ((n + p) % 3)])),
  }))

/** What the sheets hold of each order and product, to compare with what went in. */
function heldBy(sheets: PickSheet[]): Map<string, number> {
  const held = new Map<string, number>()
  const add = (order: SheetOrder, product: string) => {
    const key = `${order.id} ${product}`
    expect(held.has(key), `${key} stands twice`).toBe(false)
    held.set(key, order.quantities.get(product) ?? 0)
  }
  for (const sheet of sheets) {
    if (sheet.kind === 'matrix') {
      for (const order of sheet.orders)
        for (const { id } of sheet.products) if (order.quantities.has(id)) add(order, id)
    }
    if (sheet.kind === 'list') for (const row of sheet.rows) for (const id of row.productIds) add(row, id)
  }
  return held
}

test('a small station takes one sheet with its sums', () => {
  const sheets = pickSheets(products(3), orders(5, 3))
  expect(sheets).toHaveLength(1)
  expect(sheets[0]).toMatchObject({ kind: 'matrix', totals: [9, 11, 10], stationTotals: null })
})

test('long stations go on; the last sheet tells the whole', () => {
  const sheets = pickSheets(products(8), orders(43, 8))
  expect(sheets.length).toBe(2)
  expect(sheets[0]).toMatchObject({ stationTotals: null })
  const last = sheets[1]
  expect(last?.kind === 'matrix' && last.stationTotals?.[0]).toBe(85)
})

test.each([
  [1, 1],
  [8, 24],
  [9, 60],
  [16, 43],
  [17, 43],
  [80, 30],
  [200, 3],
])('with %i products and %i orders nothing is left out, nothing stands twice', (count, people) => {
  const asked = orders(people, count)
  const held = heldBy(pickSheets(products(count), asked))
  expect(held.size).toBe(count * people)
  for (const order of asked) {
    for (const [product, quantity] of order.quantities) expect(held.get(`${order.id} ${product}`)).toBe(quantity)
  }
})

test('many products make a list, whose totals hold every product once', () => {
  const sheets = pickSheets(products(60), orders(4, 60))
  const totals = sheets.flatMap((sheet) => (sheet.kind === 'totals' ? sheet.products : []))
  expect(totals.map(({ id }) => id)).toEqual(products(60).map(({ id }) => id))
})

test('long names make the head taller and the sheet shorter', () => {
  const long = products(8, 'Stone-ground wholemeal sourdough from the old mill at the river')
  expect(headHeight(long)).toBeGreaterThan(30)
  const rowsOf = (sheets: PickSheet[]) => (sheets[0]?.kind === 'matrix' ? sheets[0].orders.length : 0)
  const [short, tall] = [products(8), long].map((each) => rowsOf(pickSheets(each, orders(60, 8))))
  expect(tall).toBeLessThan(short ?? 0)
  expect((tall ?? 0) * ROW_HEIGHT + headHeight(long)).toBeLessThan(273 - 40)
})

test('lines are counted for both scripts', () => {
  expect(linesOf('', 10)).toBe(0)
  expect(linesOf('Milk', 10)).toBe(1)
  expect(linesOf('Free-range eggs', 6)).toBe(2)
  expect(linesOf('有机带枝小番茄礼盒', 4)).toBe(3)
  expect(linesOf('Donaudampfschifffahrt', 4)).toBe(4)
})

test('columns are shared out evenly', () => {
  expect(inParts([1, 2, 3, 4, 5, 6, 7, 8, 9], 8).map(({ length }) => length)).toEqual([5, 4])
  expect(inParts([], 8)).toEqual([[]])
})
