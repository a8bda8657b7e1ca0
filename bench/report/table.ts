import type { Verdict } from './verdict.ts'

const HEAD = ['work', 'limit', 'limit measured', 'ours', 'ratio', 'target', 'met'] as const

/** A number as people compare it: three digits that count. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (value === 0) return '0'
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))))
  return digits > 0 ? value.toFixed(Math.min(digits, 3)) : Math.round(value).toLocaleString('en')
}

export const rowOf = (verdict: Verdict): string[] => [
  `${verdict.work}${verdict.note ? ` (${verdict.note})` : ''}`,
  verdict.limitName,
  verdict.limit === undefined ? '' : `${short(verdict.limit)} ${verdict.unit}`,
  `${short(verdict.ours)} ${verdict.unit}`,
  verdict.ratio === undefined ? '' : `${verdict.ratio.toFixed(2)}x`,
  verdict.target,
  verdict.met === undefined ? '' : verdict.met ? 'yes' : 'NO',
]

/** The table for the screen: columns as wide as their widest cell. */
export function tableOf(verdicts: readonly Verdict[]): string {
  const rows = [[...HEAD], ...verdicts.map(rowOf)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return [lines[0], widths.map((width) => '─'.repeat(width)).join('  '), ...lines.slice(1)].join('\n')
}

/** The same for a document. */
export function markdownOf(verdicts: readonly Verdict[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(HEAD), line(HEAD.map(() => '---')), ...verdicts.map((verdict) => line(rowOf(verdict)))].join('\n')
}
