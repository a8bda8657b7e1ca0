import { db } from '#lib/db/client.ts'
import type { ApiReader } from '#lib/domain/who.ts'
import { type ApiPage, type ApiRows, cut, oneMore } from './api-page.ts'

const after = ({ cursor }: ApiPage) => (cursor ? { id: { gt: cursor } } : {})
const inOrder = { orderBy: { id: 'asc' } } as const

/** The catalogue as programs read it, costs included. */
export async function apiProducts(_who: ApiReader, page: ApiPage): Promise<ApiRows<ApiProduct>> {
  const rows = await db.product.findMany({ where: after(page), ...inOrder, take: oneMore(page) })
  return cut(rows, page, ({ id }) => id)
}

export const apiProduct = async (_who: ApiReader, id: string): Promise<ApiProduct | undefined> =>
  (await loadProduct(id)) ?? undefined

const loadProduct = (id: string) => db.product.findUnique({ where: { id } })
export type ApiProduct = NonNullable<Awaited<ReturnType<typeof loadProduct>>>

export async function apiSuppliers(_who: ApiReader, page: ApiPage): Promise<ApiRows<ApiSupplier>> {
  const rows = await db.supplier.findMany({ where: after(page), ...inOrder, take: oneMore(page) })
  return cut(rows, page, ({ id }) => id)
}

export const apiSupplier = async (_who: ApiReader, id: string): Promise<ApiSupplier | undefined> =>
  (await loadSupplier(id)) ?? undefined

const loadSupplier = (id: string) => db.supplier.findUnique({ where: { id } })
export type ApiSupplier = NonNullable<Awaited<ReturnType<typeof loadSupplier>>>

export async function apiStations(_who: ApiReader, page: ApiPage): Promise<ApiRows<ApiStation>> {
  const rows = await db.station.findMany({ where: after(page), ...inOrder, take: oneMore(page) })
  return cut(rows, page, ({ id }) => id)
}

export const apiStation = async (_who: ApiReader, id: string): Promise<ApiStation | undefined> =>
  (await loadStation(id)) ?? undefined

const loadStation = (id: string) => db.station.findUnique({ where: { id } })
export type ApiStation = NonNullable<Awaited<ReturnType<typeof loadStation>>>
