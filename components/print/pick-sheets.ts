/**
 * Cuts a station's pick list into A4 sheets, on the server: paper needs "sheet 1 of 2" before a browser has laid
 * anything out. All lengths are millimetres on a page of 186 × 273 (look, "Print").
 */

export type SheetProduct = {
  id: string
  name: string
  pack: string
}

/** `quantities` are pieces or grams by product id. */
export type SheetOrder = {
  id: string
  label: string
  animal: string | null
  /** Orders of one colour stand together; a thick rule parts them. */
  colour: string | null
  number: number
  /** Masked name and the phone's end. */
  who: string
  quantities: ReadonlyMap<string, number>
}

export type ListRow = SheetOrder & {
  /** The products of this row; an order with very many goes on in a second one. */
  productIds: string[]
  isContinued: boolean
}

export type PickSheet =
  | {
      kind: 'matrix'
      products: SheetProduct[]
      orders: SheetOrder[]
      /** What this sheet holds of each product. */
      totals: number[]
      /** What the whole station gets; only below its last rows, and when there are other rows elsewhere. */
      stationTotals: number[] | null
    }
  | { kind: 'list'; rows: ListRow[] }
  | { kind: 'totals'; products: SheetProduct[]; totals: number[] }

const PAGE_HEIGHT = 273
/** Title, gaps and signatures around the table, with some air for a browser that draws a little larger. */
const AROUND = 40
export const ROW_HEIGHT = 8.1
/** Shelf label, number, name, and the column that says "packed". */
export const LABEL_WIDTH = 42
export const NUMBER_WIDTH = 11
export const NAME_WIDTH = 24
export const PACKED_WIDTH = 13
const PRODUCTS_WIDTH = 96
const MOST_COLUMNS = 8
/** Beyond two sheets side by side a list is easier to work with than a table that is mostly empty. */
const MOST_MATRIX = MOST_COLUMNS * 2
const HEAD_EM = 2.6
const HEAD_LINE = 3.1
const LEAST_HEAD = 13

const ITEM_EM = 3.2
const ITEM_WIDTH = 37
const ITEM_LINE = 4.4
const LIST_HEAD = 9
const MOST_ITEMS = 16

/** In the list of totals names have a wide column, in the body's own size. */
const TOTALS_EM = 3.8
const TOTALS_WIDTH = 96
const TOTALS_LINE = 5

/** How wide a text is, in em: a Han character takes one, a Latin letter a good half. */
const emsOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (/[\u2e80-\uffef]/.test(letter) ? 1.02 : 0.56), 0)

/**
 * How many lines a text takes. Words that are too long for a line are broken, as the style sheet says.
 * @param width of a line, in em
 */
export function linesOf(text: string, width: number): number {
  let lines = 0
  let room = 0
  for (const word of text.split(/\s+/).filter(Boolean)) {
    // Han text may break after every character, so its "word" fills whatever room is left.
    const breaks = /[\u2e80-\uffef]/.test(word)
    const length = emsOf(word) + 0.3
    if (length <= room) room -= length
    else if (breaks && room > 0) {
      const rest = length - room
      lines += Math.ceil(rest / width)
      room = width - (rest % width)
    } else {
      lines += Math.max(1, Math.ceil(length / width))
      room = width - (length % width)
    }
  }
  return lines
}

/** Equal parts of at most `most`, so that nine columns become five and four, not eight and one. */
export function inParts<T>(all: readonly T[], most: number): T[][] {
  const parts = Math.max(1, Math.ceil(all.length / most))
  const size = Math.ceil(all.length / parts)
  return Array.from({ length: parts }, (_, index) => all.slice(index * size, (index + 1) * size))
}

function chunksOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))
}

/** The width of a product's column in a table of so many. */
export const columnWidth = (columns: number): number => Math.min(PRODUCTS_WIDTH / columns, 20)

/** How tall the table's head is: the longest name decides. */
export function headHeight(products: readonly SheetProduct[]): number {
  const ems = (columnWidth(products.length) - 1) / HEAD_EM
  const lines = products.map(({ name, pack }) => linesOf(name, ems) + linesOf(pack, ems))
  return Math.max(LEAST_HEAD, Math.max(0, ...lines) * HEAD_LINE + 2)
}

const sumsOf = (products: readonly SheetProduct[], orders: readonly SheetOrder[]): number[] =>
  products.map(({ id }) => orders.reduce((sum, { quantities }) => sum + (quantities.get(id) ?? 0), 0))

/**
 * The sheets of one station, in the order of printing.
 * @param products what anybody here gets, in the group's order
 * @param orders as the bags stand on the shelf
 * @returns a table of orders by products, its columns on two sheets where they are many; beyond that a list with a row
 *   an order, and its totals. Nothing is ever left out
 */
export function pickSheets(products: readonly SheetProduct[], orders: readonly SheetOrder[]): PickSheet[] {
  return products.length <= MOST_MATRIX ? matrixSheets(products, orders) : listSheets(products, orders)
}

function matrixSheets(products: readonly SheetProduct[], orders: readonly SheetOrder[]): PickSheet[] {
  const columns = inParts(products, MOST_COLUMNS)
  const head = Math.max(...columns.map(headHeight))
  // Below the rows: this sheet's sum, its cases, and the station's sum on the last one.
  const rows = Math.max(1, Math.floor((PAGE_HEIGHT - AROUND - head - 3 * ROW_HEIGHT) / ROW_HEIGHT))
  const parts = chunksOf(orders, rows)
  return parts.flatMap((part, index) =>
    columns.map((shown): PickSheet => {
      const isLast = parts.length > 1 && index === parts.length - 1
      return {
        kind: 'matrix',
        products: shown,
        orders: part,
        totals: sumsOf(shown, part),
        stationTotals: isLast ? sumsOf(shown, orders) : null,
      }
    }),
  )
}

function listSheets(products: readonly SheetProduct[], orders: readonly SheetOrder[]): PickSheet[] {
  const byId = new Map(products.map((product) => [product.id, product]))
  const room = PAGE_HEIGHT - AROUND - LIST_HEAD
  const rows = orders.flatMap((order) => rowsOf(order, products))
  const lists = packed(rows, room, (row) => rowHeight(row, byId))
  const totals = packed(products, room, totalsHeight)
  return [
    ...lists.map((part): PickSheet => ({ kind: 'list', rows: part })),
    ...totals.map((part): PickSheet => ({ kind: 'totals', products: part, totals: sumsOf(part, orders) })),
  ]
}

/** Fills one sheet after the other. */
export function packed<T>(all: readonly T[], room: number, heightOf: (each: T) => number): T[][] {
  const sheets: T[][] = []
  let used = Number.POSITIVE_INFINITY
  for (const each of all) {
    const height = heightOf(each)
    if (used + height > room) {
      sheets.push([])
      used = 0
    }
    sheets.at(-1)?.push(each)
    used += height
  }
  return sheets
}

const totalsHeight = ({ name, pack }: SheetProduct): number =>
  Math.max(ROW_HEIGHT, linesOf(`${name} ${pack}`, TOTALS_WIDTH / TOTALS_EM) * TOTALS_LINE + 1)

function rowsOf(order: SheetOrder, products: readonly SheetProduct[]): ListRow[] {
  const ids = products.filter(({ id }) => order.quantities.has(id)).map(({ id }) => id)
  return inParts(ids, MOST_ITEMS).map((productIds, index) => ({ ...order, productIds, isContinued: index > 0 }))
}

/** Products stand two abreast; the taller of each pair decides. */
function rowHeight({ productIds }: ListRow, byId: ReadonlyMap<string, SheetProduct>): number {
  const lines = productIds.map((id) => {
    const product = byId.get(id)
    return product ? Math.max(1, linesOf(`${product.name} ${product.pack}`, ITEM_WIDTH / ITEM_EM)) : 1
  })
  const pairs = chunksOf(lines, 2).reduce((sum, pair) => sum + Math.max(...pair), 0)
  return Math.max(ROW_HEIGHT, pairs * ITEM_LINE + 3)
}
