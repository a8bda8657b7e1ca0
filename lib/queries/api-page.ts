/** A page of a list as programs read it: ascending by id, so that what is new comes at the end and nothing is missed. */
export type ApiPage = { limit: number; cursor?: string | undefined }
export type ApiRows<T> = { rows: T[]; nextCursor: string | null }

/** One row more than asked for tells whether there is a next page. */
export const oneMore = ({ limit }: ApiPage): number => limit + 1

/** Cuts what `oneMore` read. @param idOf the cursor of a row */
export function cut<T>(rows: T[], { limit }: ApiPage, idOf: (row: T) => string): ApiRows<T> {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return { rows: shown, nextCursor: last ? idOf(last) : null }
}
