import { pool } from '#lib/db/client.ts'
import { maskContact, maskName } from '#lib/domain/masking.ts'
import type { Unit } from '#lib/domain/quantity.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { PAGE_ROWS, type Page, pageOf, patternOf } from './admin-page.ts'
import { isId } from './gates.ts'

/** Quantities are pieces, or grams where the unit is weighed. */
export type InventoryRow = {
  productId: string
  sku: string
  name: LocalText
  pack: LocalText
  unit: Unit
  picture: string | null
  tile: string
  place: string
  onHand: number
  reserved: number
  available: number
  reorderAt: number
  last: { reason: string; quantity: number; at: string } | null
}

export type InventoryFilter = {
  search?: string | undefined
  place?: string | undefined
  /** Only what is below its reorder level. */
  low?: boolean | undefined
  /** Also products that never lay in store. */
  all?: boolean | undefined
  page?: number | undefined
}

export type Inventory = Page<InventoryRow> & { places: string[]; low: number }

const LEVELS = `p.id as "productId", p.sku, p.name, p.pack, p.unit, p.picture, p.tile, coalesce(s.place, '') as place,
  coalesce(s.on_hand, 0) as "onHand", coalesce(s.reserved, 0) as reserved,
  coalesce(s.on_hand - s.reserved, 0) as available, coalesce(s.reorder_at, 0) as "reorderAt"`

const IS_LOW = 's.on_hand - s.reserved < s.reorder_at'

/**
 * What lies in store. A search looks through the whole catalogue, so that first goods can be received.
 * @param filter see InventoryFilter
 */
export async function inventory(_who: AdminFor<'stock'>, filter: InventoryFilter): Promise<Inventory> {
  const page = filter.page ?? 1
  const pattern = patternOf(filter.search)
  const [found, places] = await Promise.all([
    pool.query<InventoryRow & { total: number }>(
      `select ${LEVELS}, count(*) over ()::int as total,
         (select json_build_object('reason', m.reason, 'quantity', m.quantity, 'at', m.created_at)
          from stock_movements m where m.product_id = p.id order by m.created_at desc limit 1) as last
       from products p left join stock s on s.product_id = p.id
       where ($1::text is null or concat_ws(' ', p.name->>'en', p.name->>'zh-CN') ilike $1 or p.sku ilike $1) and ($2::text is null or s.place = $2)
         and (not $3 or ${IS_LOW}) and (s.product_id is not null or (p.active and $4))
       order by p.name->>'en', p.id limit ${PAGE_ROWS} offset $5`,
      [pattern, filter.place || null, filter.low ?? false, Boolean(filter.all || pattern), (page - 1) * PAGE_ROWS],
    ),
    pool.query<{ place: string; low: number }>(
      `select s.place, count(*) filter (where ${IS_LOW})::int as low
       from stock s group by s.place order by s.place`,
    ),
  ])
  return {
    ...pageOf(found.rows, page),
    places: places.rows.map(({ place }) => place).filter(Boolean),
    low: places.rows.reduce((sum, { low }) => sum + low, 0),
  }
}

export type Movement = {
  id: string
  quantity: number
  reason: string
  note: string
  onHandAfter: number
  at: Date
  /** Who moved it: masked name, else masked address; null for the system. */
  actor: string | null
  orderNumber: number | null
  undoneAt: Date | null
  /** What this movement took back. */
  undoes: string | null
}

type Person = { name: string | null; contact: string | null }

export type ProductStock = Omit<InventoryRow, 'last'> & { movements: Movement[] }

const MOVEMENTS = `select m.id, m.quantity, m.reason, m.note, m.on_hand_after as "onHandAfter", m.created_at as at,
    u.name, coalesce(u.email, u.phone) as contact,
    o.number as "orderNumber", later.created_at as "undoneAt", m.undoes_id as undoes
  from stock_movements m left join users u on u.id = m.actor_id left join orders o on o.id = m.order_id
  left join stock_movements later on later.undoes_id = m.id
  where m.product_id = $1 order by m.created_at desc, m.id desc limit ${PAGE_ROWS}`

/** One product's level and its latest movements, newest first; undefined when there is no such product. */
export async function productStock(_who: AdminFor<'stock'>, productId: string): Promise<ProductStock | undefined> {
  if (!isId(productId)) return undefined
  const [levels, movements] = await Promise.all([
    pool.query<Omit<ProductStock, 'movements'>>(
      `select ${LEVELS} from products p left join stock s on s.product_id = p.id where p.id = $1`,
      [productId],
    ),
    pool.query<Movement & Person>(MOVEMENTS, [productId]),
  ])
  const level = levels.rows[0]
  return level && { ...level, movements: movements.rows.map(masked) }
}

function masked({ name, contact, ...movement }: Movement & Person): Movement {
  return { ...movement, actor: name ? maskName(name) : contact && maskContact(contact) }
}

/** What a movement was, to offer its undo right after it; undefined when there is none or it was undone. */
export async function undoable(_who: AdminFor<'stock'>, movementId: string | undefined) {
  if (!movementId || !isId(movementId)) return undefined
  const { rows } = await pool.query<{ id: string; name: LocalText; unit: Unit; quantity: number; onHandAfter: number }>(
    `select m.id, p.name, p.unit, m.quantity, m.on_hand_after as "onHandAfter" from stock_movements m
     join products p on p.id = m.product_id
     where m.id = $1 and not exists (select 1 from stock_movements later where later.undoes_id = m.id)`,
    [movementId],
  )
  return rows[0]
}
