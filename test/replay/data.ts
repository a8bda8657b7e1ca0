import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'

/** Real data lies beside the project and is never copied into it (data/README.md there). */
const SHARED = new URL('../../../shared/data/', import.meta.url)

/** @returns whether all these files are there; says so where they are not */
export function hasData(...names: string[]): boolean {
  const missing = names.filter((name) => !existsSync(new URL(name, SHARED)))
  for (const name of missing) console.info(`skipped: ${fileURLToPath(new URL(name, SHARED))} is not on this machine`)
  return missing.length === 0
}

/** A CSV file, zipped or not, as rows of its own column names. */
export function readRows<Column extends string>(name: string): Record<Column, string>[] {
  const bytes = readFileSync(new URL(name, SHARED))
  return parse(name.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true, bom: true })
}

/** "59.9" is 5990: read by its digits, so that no floating-point number stands between the file and the sums. */
export function cents(text: string): number {
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text) ?? []
  if (whole === undefined) throw new Error(`not an amount of money: ${text}`)
  return Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
}

/** The sum of `value` for each `key`: all the arithmetic that the file's side of a comparison needs. */
export function sumBy<Row>(
  rows: readonly Row[],
  key: (row: Row) => string,
  value: (row: Row) => number,
): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const row of rows) sums[key(row)] = (sums[key(row)] ?? 0) + value(row)
  return sums
}

/** How many different `value`s each `key` has. */
export function countBy<Row>(
  rows: readonly Row[],
  key: (row: Row) => string,
  value: (row: Row) => string,
): Record<string, number> {
  const pairs = new Map(rows.map((row) => [`${key(row)}\n${value(row)}`, row]))
  return sumBy([...pairs.values()], key, () => 1)
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0)

/** Rows that share a key, in the order in which the keys first appear. */
export function grouped<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row])
  return groups
}
