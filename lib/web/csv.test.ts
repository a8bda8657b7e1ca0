import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { csvOf } from '#lib/infra/csv.ts'
import { csvResponse } from './csv.ts'

test('Chinese, commas, quotes and line breaks come back as they were', () => {
  const rows = [['带枝番茄', 'a "quoted", text', 'two\nlines', 5.6, null]]
  const text = csvOf(['商品', 'b', 'c', 'd', 'e'], rows)
  expect(Buffer.from(text).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  expect(parse(text, { bom: true })).toEqual([
    ['商品', 'b', 'c', 'd', 'e'],
    ['带枝番茄', 'a "quoted", text', 'two\nlines', '5.6', ''],
  ])
})

test('what a spreadsheet would run is text; numbers below zero stay numbers', () => {
  const evil = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\0=1', '＝1', 'a=1', '']
  const [, row = []] = parse(csvOf(['h'], [[...evil, -16]]), { bom: true, relax_column_count: true }) as string[][]
  expect(row).toEqual(["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\tx", "'\rx", "'=1", "'＝1", 'a=1', '', '-16'])
})

test('a download is private and its name harmless', async () => {
  const answer = csvResponse('farm "box"\r\nx', ['a'], [])
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="farm--box---x.csv"')
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
})
