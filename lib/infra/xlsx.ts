import writeXlsxFile, { type Cell as XlsxCell } from 'write-excel-file/node'
import { type Cell, harmless } from './csv.ts'

const COLUMN_WIDTH = 14
const WIDE = 34

/**
 * A table as a workbook of one sheet. No cell is ever a formula; texts that look like one are neutralised all the same, since
 * people save them as CSV.
 * @param sheet its name, as the tab shows it
 * @param head the names of the columns
 * @param wide which column, from 0, holds the longest texts
 */
export async function xlsxOf(sheet: string, head: string[], rows: Cell[][], wide: number): Promise<Buffer> {
  const cells = rows.map((row) => row.map((cell): XlsxCell => harmless(cell)))
  const names = head.map((value): XlsxCell => ({ value, fontWeight: 'bold' }))
  const columns = head.map((_, index) => ({ width: index === wide ? WIDE : COLUMN_WIDTH }))
  return writeXlsxFile([names, ...cells], { sheet, columns, stickyRowsCount: 1 }).toBuffer()
}
