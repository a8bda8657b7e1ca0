/** The query of an address as Next hands it to a page. */
export type Query = Promise<Record<string, string | string[] | undefined>>

/** One value of a query; a repeated name gives its first. */
export const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value

/** A page number from 1; anything odd is the first. */
export function pageNumber(value: string | string[] | undefined): number {
  const text = one(value) ?? ''
  return /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 1
}

/** An address with a query, without what is empty. */
export function hrefWith(path: string, query: Record<string, string | number | boolean | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value === true ? '1' : String(value))
  const text = search.toString()
  return text ? `${path}?${text}` : path
}
