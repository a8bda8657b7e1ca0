import { db, pool } from '#lib/db/client.ts'
import type { Unit } from '#lib/domain/quantity.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { PAGE_ROWS, type Page, pageOf, patternOf } from './admin-page.ts'
import { isId } from './gates.ts'

/** Money in minor units per piece, or per kg, jin or lb; `caseSize` in pieces or grams. */
export type AdminProductRow = {
  id: string
  sku: string
  name: LocalText
  pack: LocalText
  supplier: LocalText | null
  category: string
  unit: Unit
  priceMinor: number
  costMinor: number
  caseSize: number
  picture: string | null
  tile: string
  active: boolean
}

export type ProductFilter = {
  search?: string | undefined
  category?: string | undefined
  supplierId?: string | undefined
  /** Also those that are no longer sold. */
  all?: boolean | undefined
  page?: number | undefined
}

/** The catalogue by name, as far as the filter goes. */
export async function adminProducts(
  _who: AdminFor<'catalogue'>,
  filter: ProductFilter,
): Promise<Page<AdminProductRow>> {
  const page = filter.page ?? 1
  const supplierId = filter.supplierId && isId(filter.supplierId) ? filter.supplierId : null
  const { rows } = await pool.query<AdminProductRow & { total: number }>(
    `select p.id, p.sku, p.name, p.pack, s.name as supplier, p.category, p.unit, p.price_minor as "priceMinor",
       p.cost_minor as "costMinor", p.case_size as "caseSize", p.picture, p.tile, p.active, count(*) over ()::int as total
     from products p left join suppliers s on s.id = p.supplier_id
     where ($1::text is null or concat_ws(' ', p.name->>'en', p.name->>'zh-CN') ilike $1 or p.sku ilike $1) and ($2::text is null or p.category = $2)
       and ($3::uuid is null or p.supplier_id = $3) and (p.active or $4)
     order by p.name->>'en', p.id limit ${PAGE_ROWS} offset $5`,
    [patternOf(filter.search), filter.category || null, supplierId, filter.all ?? false, (page - 1) * PAGE_ROWS],
  )
  return pageOf(rows, page)
}

/** One product with every field, for its form; undefined when there is none. */
export async function adminProduct(_who: AdminFor<'catalogue'>, id: string) {
  if (!isId(id)) return undefined
  return (await db.product.findUnique({ where: { id } })) ?? undefined
}

export type AdminSupplierRow = {
  id: string
  name: LocalText
  email: string
  phone: string
  terms: LocalText
  active: boolean
  products: number
}

/** Every supplier by name, with how many products they supply. */
export async function adminSuppliers(_who: AdminFor<'catalogue'>): Promise<AdminSupplierRow[]> {
  const { rows } = await pool.query<AdminSupplierRow>(
    `select s.id, s.name, s.email, s.phone, s.terms, s.active,
       (select count(*)::int from products p where p.supplier_id = s.id and p.active) as products
     from suppliers s order by not s.active, s.name->>'en', s.id`,
  )
  return rows
}

/** One supplier, for its form; undefined when there is none. */
export async function adminSupplier(_who: AdminFor<'catalogue'>, id: string) {
  if (!isId(id)) return undefined
  return (await db.supplier.findUnique({ where: { id } })) ?? undefined
}
