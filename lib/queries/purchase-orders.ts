import { pool } from '#lib/db/client.ts'
import { GONE_DEMAND, type OrderLineRow, purchaseVersion, readOrderLines } from '#lib/db/purchase-order-rows.ts'
import {
  changesBetween,
  costOf,
  type GoodsLine,
  goodsOf,
  type LineChange,
  type PlannedLine,
  type PurchaseOrderState,
  planLine,
} from '#lib/domain/purchase-order.ts'
import type { Unit } from '#lib/domain/quantity.ts'
import type { Locale, LocalText } from '#lib/domain/text.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import type { MailFile } from '#lib/infra/mail/attached.ts'
import { purchaseFile, type SheetFormat } from '#lib/infra/mail/purchase-sheet.ts'
import { isId } from './gates.ts'

export type PurchaseOrderHead = {
  id: string
  year: number | null
  number: number | null
  supplier: LocalText
  /** "2026-11-28" */
  deliveryOn: string
  state: PurchaseOrderState
  version: number
  currency: string
  sentAt: Date | null
  answeredAt: Date | null
  receivedAt: Date | null
}

export type PurchaseOrderRow = PurchaseOrderHead & {
  lines: number
  costMinor: number
  /** Lines that the supplier brings less of, or none. */
  lessLines: number
  /** Lines that differ from what the supplier was told. */
  unsent: number
}

const HEAD = `o.id, o.year, o.number, s.name as supplier, to_char(o.delivery_on, 'YYYY-MM-DD') as "deliveryOn", o.state, o.version,
  o.currency, o.sent_at as "sentAt", o.answered_at as "answeredAt", o.received_at as "receivedAt"`

/** Sent lines as they were told last. */
const LAST = `left join purchase_order_versions v on v.purchase_order_id = o.id and v.version = o.version`

const AT_ONCE = 100

/** The latest purchase orders: those that wait for somebody first, the next delivery first among them. */
export async function purchaseOrders(_who: AdminFor<'stock'>): Promise<PurchaseOrderRow[]> {
  const { rows } = await pool.query<PurchaseOrderHead & { sent: GoodsLine[] | null }>(
    `select ${HEAD}, v.lines as sent from purchase_orders o join suppliers s on s.id = o.supplier_id ${LAST}
     order by o.state in ('received', 'cancelled'), case when o.state in ('received', 'cancelled') then null else o.delivery_on end,
       o.delivery_on desc, o.id desc limit ${AT_ONCE}`,
  )
  const lines = Map.groupBy(
    await readOrderLines(
      pool,
      rows.map(({ id }) => id),
    ),
    ({ purchaseOrderId }) => purchaseOrderId,
  )
  return rows.map(({ sent, ...head }) => {
    const own = lines.get(head.id) ?? []
    const goods = isOver(head.state) ? (sent ?? []) : goodsOf(own)
    const changes = isOver(head.state) ? [] : changesBetween(sent ?? [], goods)
    return {
      ...head,
      lines: goods.length,
      costMinor: costOf(goods),
      lessLines: own.filter((line) => isLess(line, sent ?? [])).length,
      unsent: head.version === 0 ? 0 : changes.length,
    }
  })
}

const isOver = (state: PurchaseOrderState) => state === 'received' || state === 'cancelled'

function isLess({ productId, confirmed }: OrderLineRow, sent: GoodsLine[]): boolean {
  const told = sent.find((line) => line.productId === productId)
  return told !== undefined && confirmed !== null && confirmed < told.cases * told.caseSize
}

export type Waiting = {
  /** Groups with something that no purchase order holds yet, and how many products that is. */
  groups: number
  products: number
  /** Demand in purchase orders whose group is called off or bought otherwise. */
  gone: number
  /** Products that nobody is known to supply. */
  withoutSupplier: number
}

/** What the next gathering would do. */
export async function waitingToGather(_who: AdminFor<'stock'>): Promise<Waiting> {
  const { rows } = await pool.query<Waiting>(
    `with fresh as (
       select d.group_order_id, d.product_id, p.supplier_id from demand d
       join group_orders g on g.id = d.group_order_id join products p on p.id = d.product_id
       where g.state = 'confirmed' and g.bought_at is null and d.ordered > 0 and not exists (
         select 1 from purchase_order_demand x where x.group_order_id = d.group_order_id and x.product_id = d.product_id))
     select count(distinct group_order_id) filter (where supplier_id is not null)::int as groups,
       count(distinct product_id) filter (where supplier_id is not null)::int as products,
       count(distinct product_id) filter (where supplier_id is null)::int as "withoutSupplier",
       (select count(*)::int from (${GONE_DEMAND}) as gone) as gone
     from fresh`,
  )
  return rows[0] as Waiting
}

export type LastMinute = {
  purchaseOrderId: string
  productId: string
  name: LocalText
  pack: LocalText
  unit: Unit
  /** What nobody has ordered or reserved, pieces or grams. */
  available: number
}

/** What came in as surplus, is meant for a last-minute offer, and still lies in stock. */
export async function lastMinuteGoods(_who: AdminFor<'stock'>): Promise<LastMinute[]> {
  const { rows } = await pool.query<LastMinute>(
    `select distinct on (l.product_id) o.id as "purchaseOrderId", l.product_id as "productId", p.name, p.pack, p.unit,
       least(l.received - l.ordered, s.on_hand - s.reserved) as available
     from purchase_order_lines l join purchase_orders o on o.id = l.purchase_order_id
     join products p on p.id = l.product_id join stock s on s.product_id = l.product_id
     where l.surplus_use = 'last_minute' and o.state = 'received' and o.received_at > clock_timestamp() - interval '14 days'
       and l.received > l.ordered and s.on_hand > s.reserved
     order by l.product_id, o.received_at desc`,
  )
  return rows
}

export type OrderLine = OrderLineRow &
  PlannedLine & {
    /** Cases that the supplier was told last. */
    casesSent: number
  }

export type SentVersion = {
  version: number
  sentAt: Date
  sentTo: string
  note: string
  totalMinor: number
  lines: GoodsLine[]
  changes: LineChange<GoodsLine>[]
}

export type PurchaseOrderView = PurchaseOrderHead & {
  revision: number
  supplierId: string
  email: string
  terms: LocalText
  cancelReason: string | null
  timeZone: string
  lines: OrderLine[]
  costMinor: number
  /** What the next sending would tell; all of it before the first. */
  unsent: LineChange<GoodsLine>[]
  /** The latest first. */
  versions: SentVersion[]
  groups: { id: string; title: LocalText; isGone: boolean }[]
  /** Until when a private link opens it; null where none does. */
  linkUntil: Date | null
}

type ViewRow = Pick<
  PurchaseOrderView,
  keyof PurchaseOrderHead | 'revision' | 'supplierId' | 'email' | 'terms' | 'cancelReason' | 'linkUntil'
>

/** One purchase order with all that is known of it; undefined where there is none. */
export async function purchaseOrder(_who: AdminFor<'stock'>, id: string): Promise<PurchaseOrderView | undefined> {
  if (!isId(id)) return undefined
  const [found, rows, versions, groups] = await Promise.all([
    pool.query<ViewRow>(
      `select ${HEAD}, o.revision, o.supplier_id as "supplierId", s.email, s.terms, o.cancel_reason as "cancelReason",
         (select max(expires_at) from purchase_order_links l
          where l.purchase_order_id = o.id and l.revoked_at is null and l.expires_at > clock_timestamp()) as "linkUntil"
       from purchase_orders o join suppliers s on s.id = o.supplier_id where o.id = $1`,
      [id],
    ),
    readOrderLines(pool, [id]),
    sentVersions(id),
    pool.query<PurchaseOrderView['groups'][number]>(
      `select distinct x.group_order_id as id, g.title, g.state = 'cancelled' as "isGone"
       from purchase_order_demand x join group_orders g on g.id = x.group_order_id where x.purchase_order_id = $1 order by 1`,
      [id],
    ),
  ])
  const [head] = found.rows
  if (!head) return undefined
  const sent = versions[0]?.lines ?? []
  const told = new Map(sent.map(({ productId, cases }) => [productId, cases]))
  const goods = goodsOf(rows)
  return {
    ...head,
    timeZone: env.TIME_ZONE,
    lines: rows.map((row) => ({ ...row, ...planLine(row), casesSent: told.get(row.productId) ?? 0 })),
    costMinor: costOf(isOver(head.state) ? sent : goods),
    unsent: isOver(head.state) ? [] : changesBetween(sent, goods),
    versions,
    groups: groups.rows,
  }
}

/** Every version of a purchase order, the latest first. */
export async function sentVersions(purchaseOrderId: string): Promise<SentVersion[]> {
  const { rows } = await pool.query<SentVersion>(
    `select version, sent_at as "sentAt", sent_to as "sentTo", note, total_minor as "totalMinor", lines, changes
     from purchase_order_versions where purchase_order_id = $1 order by version desc`,
    [purchaseOrderId],
  )
  return rows
}

/**
 * A version as a file.
 * @param asked any text; the latest version where none is named
 * @returns undefined where nothing of that was sent
 */
export async function purchaseVersionFile(
  _who: AdminFor<'stock'>,
  asked: { id: string; version?: string | undefined },
  format: SheetFormat,
  locale: Locale,
): Promise<MailFile | undefined> {
  if (!isId(asked.id) || !/^\d{0,6}$/.test(asked.version ?? '')) return undefined
  const version = asked.version ? Number(asked.version) : (await sentVersions(asked.id))[0]?.version
  const sent = version && (await purchaseVersion({ purchaseOrderId: asked.id, version }))
  return sent ? purchaseFile(sent, format, false, locale) : undefined
}
