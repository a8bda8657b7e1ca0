import { stringify } from 'csv-stringify/sync'

export type Cell = string | number | null

/** What a spreadsheet would take for a formula, full-width forms included (OWASP ASVS 1.2.10). */
const FORMULA = /^[=+\-@＝＋－＠\t\r\0]/

/** A text that no spreadsheet runs; a number stays a number. */
export const harmless = (cell: Cell): Cell =>
  typeof cell === 'string' && FORMULA.test(cell) ? `'${cell.replaceAll('\0', '')}` : cell

/**
 * A table as a spreadsheet opens it: UTF-8 with its mark, so that Chinese stays intact.
 * @param head the names of the columns
 * @param rows texts are neutralised, numbers are not
 */
export const csvOf = (head: string[], rows: Cell[][]): string =>
  stringify([head, ...rows.map((row) => row.map(harmless))], { bom: true, record_delimiter: '\r\n' })
