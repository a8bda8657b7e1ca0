import { pool } from '#lib/db/client.ts'
import { maskName } from '#lib/domain/masking.ts'
import type { DisputeState, OnlinePaymentState, ProviderRefundState } from '#lib/domain/payment.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor, Shopper } from '#lib/domain/who.ts'
import { paymentProvider } from '#lib/infra/payments/operator-provider.ts'
import { PAGE_ROWS, type Page, pageOf } from './admin-page.ts'
import { isId } from './gates.ts'

/** Whether shoppers can pay online: the operator has set a provider's keys. */
export const canPayOnline = (): boolean => paymentProvider() !== undefined

/** Money in minor units of `currency`. */
export type OwnPayment = {
  id: string
  purpose: 'top_up' | 'order'
  orderId: string | null
  amountMinor: number
  currency: string
  state: OnlinePaymentState
  /** The provider's page, while it can be paid there. */
  url: string | null
  failure: string | null
  /** Until when it can be paid: an order may be kept for less long than the provider's page lives. */
  until: Date
  refundedMinor: number
  now: Date
}

const REFUNDED = `(select coalesce(sum(r.amount_minor), 0) from provider_refunds r where r.payment_id = p.id and r.state <> 'failed') as "refundedMinor"`

/** The order's own time where there is one: once that is over or the order gone, nothing is to be paid. */
const UNTIL = `case when p.order_id is null then p.expires_at else least(p.expires_at, coalesce(o.pay_by, p.started_at)) end`

const OWN = `p.id, p.purpose, p.order_id as "orderId", p.amount_minor as "amountMinor", p.currency, p.state, p.failure,
  case when p.state in ('started', 'open') and ${UNTIL} > clock_timestamp() then p.url end as url,
  ${UNTIL} as until, ${REFUNDED}, clock_timestamp() as now`

/** The shopper's own payment; undefined for anybody else's. */
export async function ownPayment(who: Shopper, id: string): Promise<OwnPayment | undefined> {
  if (!isId(id)) return undefined
  const { rows } = await pool.query<OwnPayment>(
    `select ${OWN} from payments p left join orders o on o.id = p.order_id where p.id = $1 and p.shopper_id = $2`,
    [id, who.userId],
  )
  return rows[0]
}

export type OrderPayment = {
  id: string
  at: Date
  kind: 'paid' | 'refund'
  /** Above 0, minor units. */
  amountMinor: number
  /** Of a refund. */
  state: ProviderRefundState
  reason: 'asked' | 'cancelled' | 'lowered' | 'weighed' | 'refunded' | 'late' | 'by_hand'
}

/** What a shopper paid online for an own order and what went back, in the order in which it happened. */
export async function orderPayments(who: Shopper, orderId: string): Promise<OrderPayment[]> {
  const { rows } = await pool.query<OrderPayment>(
    `select p.id, p.succeeded_at as at, 'paid' as kind, p.amount_minor as "amountMinor", 'done' as state, 'asked' as reason
     from payments p where p.order_id = $1 and p.shopper_id = $2 and p.succeeded_at is not null
     union all select r.id, r.wanted_at, 'refund', r.amount_minor, r.state::text, r.reason
     from provider_refunds r join payments p on p.id = r.payment_id where p.order_id = $1 and p.shopper_id = $2
     order by at`,
    [orderId, who.userId],
  )
  return rows
}

export const PAYMENT_FILTERS = ['all', 'open', 'taken', 'given_back', 'not_paid', 'stuck'] as const
export type PaymentFilter = (typeof PAYMENT_FILTERS)[number]

const FILTERS: Readonly<Record<PaymentFilter, string>> = {
  all: 'true',
  open: `p.state in ('started', 'open')`,
  taken: `p.state in ('succeeded', 'part_refunded', 'refunded')`,
  given_back: `p.state in ('part_refunded', 'refunded')`,
  not_paid: `p.state in ('expired', 'failed')`,
  stuck: `exists (select 1 from provider_refunds r where r.payment_id = p.id and r.state = 'wanted' and r.next_try_at is null)`,
}

export type RefundView = {
  id: string
  amountMinor: number
  state: ProviderRefundState
  reason: string
  error: string | null
  wantedAt: Date
  /** The provider has turned it down: somebody has to decide. */
  isStuck: boolean
}

export type PaymentView = {
  id: string
  purpose: 'top_up' | 'order'
  orderId: string | null
  number: number | null
  group: LocalText | null
  /** Masked; '' for one without a name. */
  shopper: string
  amountMinor: number
  currency: string
  state: OnlinePaymentState
  failure: string | null
  startedAt: Date
  succeededAt: Date | null
  feeMinor: number | null
  refundedMinor: number
  /** What can still be sent back: of the payment, and in the wallet. */
  sendableMinor: number
  refunds: RefundView[]
  /** At the provider's site. */
  href: string | null
}

type PaymentRow = Omit<PaymentView, 'href' | 'refunds'> & {
  intent: string | null
  refunds: (Omit<RefundView, 'wantedAt'> & { wantedAt: string })[]
  total: number
}

/** Payments of all shoppers, newest first. */
export async function payments(
  _who: AdminFor<'money'>,
  filter: PaymentFilter,
  page: number,
): Promise<Page<PaymentView>> {
  const { rows } = await pool.query<PaymentRow>(
    `select n.*, greatest(0, least(n."amountMinor" - n."refundedMinor", n.balance)) as "sendableMinor"
     from (select p.id, p.purpose, p.order_id as "orderId", o.number, g.title as "group", coalesce(u.name, '') as shopper, p.amount_minor as "amountMinor",
         p.currency, p.state, p.failure, p.started_at as "startedAt", p.succeeded_at as "succeededAt", p.fee_minor as "feeMinor", p.intent, ${REFUNDED},
         case when p.succeeded_at is null then 0 else coalesce((select -sum(e.amount_minor) from ledger_accounts a join ledger_entries e on e.account_id = a.id
           where a.kind = 'wallet' and a.owner_id = p.shopper_id and a.currency = p.currency), 0) end as balance,
         coalesce((select json_agg(json_build_object('id', r.id, 'amountMinor', r.amount_minor, 'state', r.state, 'reason', r.reason, 'error', r.error,
           'wantedAt', r.wanted_at, 'isStuck', r.state = 'wanted' and r.next_try_at is null) order by r.wanted_at)
           from provider_refunds r where r.payment_id = p.id), '[]'::json) as refunds,
         count(*) over ()::int as total
       from payments p join users u on u.id = p.shopper_id left join orders o on o.id = p.order_id left join group_orders g on g.id = o.group_order_id
       where ${FILTERS[filter]} order by p.started_at desc, p.id desc limit ${PAGE_ROWS} offset $1) as n
     order by n."startedAt" desc, n.id desc`,
    [(page - 1) * PAGE_ROWS],
  )
  const provider = paymentProvider()
  return pageOf(
    rows.map(({ intent, refunds, ...row }) => ({
      ...row,
      shopper: row.shopper && maskName(row.shopper),
      href: (intent && provider?.paymentUrl(intent)) ?? null,
      refunds: refunds.map((each) => ({ ...each, wantedAt: new Date(each.wantedAt) })),
    })),
    page,
  )
}

export type DisputeView = {
  id: string
  reference: string
  amountMinor: number
  currency: string
  reason: string
  state: DisputeState
  openedAt: Date
  dueBy: Date | null
  answeredAt: Date | null
  answeredBy: string
  note: string
  /** What was paid, where that is known. */
  paymentId: string | null
  shopper: string
  number: number | null
  group: LocalText | null
  /** Where it is answered. */
  href: string | null
}

const DISPUTES_SHOWN = 200

/** What banks dispute: what is to be answered first, the most urgent on top, then the rest, newest first. */
export async function disputes(_who: AdminFor<'money'>): Promise<DisputeView[]> {
  const { rows } = await pool.query<Omit<DisputeView, 'href'>>(
    `select d.id, d.reference, d.amount_minor as "amountMinor", d.currency, d.reason, d.state, d.opened_at as "openedAt", d.due_by as "dueBy",
       d.answered_at as "answeredAt", coalesce(a.name, '') as "answeredBy", d.note, d.payment_id as "paymentId", coalesce(u.name, '') as shopper,
       o.number, g.title as "group"
     from disputes d left join payments p on p.id = d.payment_id left join users u on u.id = p.shopper_id left join users a on a.id = d.answered_by
     left join orders o on o.id = p.order_id left join group_orders g on g.id = o.group_order_id
     order by (d.state <> 'to_answer'), case when d.state = 'to_answer' then d.due_by end, d.opened_at desc limit ${DISPUTES_SHOWN}`,
  )
  const provider = paymentProvider()
  return rows.map((row) => ({
    ...row,
    shopper: row.shopper && maskName(row.shopper),
    href: provider?.disputeUrl(row.reference) ?? null,
  }))
}

/** How much waits for somebody in the office: disputes to answer, and refunds that were turned down. */
export async function paymentsWaiting(_who: AdminFor<'money'>): Promise<{ disputes: number; refunds: number }> {
  const { rows } = await pool.query<{ disputes: number; refunds: number }>(
    `select (select count(*)::int from disputes where state = 'to_answer') as disputes,
       (select count(*)::int from provider_refunds where state = 'wanted' and next_try_at is null and payment_id is not null) as refunds`,
  )
  return rows[0] ?? { disputes: 0, refunds: 0 }
}
