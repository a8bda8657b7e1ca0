/** Lists of the operator's office are cut into pages of this many rows. */
export const PAGE_ROWS = 100

/** A part of a list and how much there is in all. */
export type Page<T> = { rows: T[]; total: number; page: number; pages: number }

/**
 * Makes a page of rows that carry the count of the whole list.
 * @param rows at most PAGE_ROWS rows, each with `total` of a window function
 * @param page from 1
 */
export function pageOf<T extends { total: number }>(rows: T[], page: number): Page<Omit<T, 'total'>> {
  const total = rows[0]?.total ?? 0
  return { rows: rows.map(({ total: _total, ...row }) => row), total, page, pages: Math.ceil(total / PAGE_ROWS) }
}

/** A search text as an ILIKE pattern that finds it anywhere; null when nothing was asked. */
export function patternOf(text: string | undefined): string | null {
  const asked = text?.trim().slice(0, 80)
  return asked ? `%${asked.replace(/[\\%_]/g, '\\$&')}%` : null
}
