import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { Pager } from '#components/admin/pager.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { TextField } from '#components/ui/fields.tsx'
import { Fold, FormMessage, Submit } from '#components/ui/form.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { plainAmount } from '#lib/domain/money.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import {
  PAYMENT_FILTERS,
  type PaymentFilter,
  type PaymentView,
  payments,
  paymentsWaiting,
  type RefundView,
} from '#lib/queries/payments.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminForm } from '../admin-form.tsx'
import { AdminFrame } from '../frame.tsx'
import { hrefWith, one, pageNumber, type Query } from '../query.ts'
import { send, settle } from './actions.ts'

const PATH = '/admin/payments'

const TONES = {
  started: '',
  open: 'mark--butter',
  succeeded: 'mark--leaf',
  expired: '',
  failed: 'mark--tomato',
  part_refunded: 'mark--butter',
  refunded: '',
} as const satisfies Record<PaymentView['state'], string>

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.payments'))('title') }
}

/** What was paid online, what went back, and what waits for a person. */
export default async function PaymentsPage({ searchParams }: { searchParams: Query }) {
  const who = await pageAdmin(PATH, 'money')
  if (!who) return <NotAllowed />
  const query = await searchParams
  const asked = one(query.show)
  const filter: PaymentFilter = PAYMENT_FILTERS.find((name) => name === asked) ?? 'all'
  const [t, money, c, f, list, waiting] = await Promise.all([
    getTranslations('admin.payments'),
    getTranslations('admin.money'),
    getTranslations('admin.pages'),
    getFormats(),
    payments(who, filter, pageNumber(query.page)),
    paymentsWaiting(who),
  ])
  return (
    <AdminFrame
      section="money"
      title={t('title')}
      back={{ href: '/admin/money', label: money('title') }}
      tools={
        <a className="btn btn--quiet btn--sm" href="/admin/disputes">
          {t('disputes', { count: waiting.disputes })}
        </a>
      }
    >
      <nav className="filters" aria-label={t('show')}>
        {PAYMENT_FILTERS.map((name) => (
          <a
            key={name}
            className={`chip ${name === filter ? 'chip--on' : ''}`}
            href={hrefWith(PATH, { show: name === 'all' ? undefined : name })}
            aria-current={name === filter ? 'true' : undefined}
          >
            {t(`filters.${name}`)}
            {name === 'stuck' && waiting.refunds > 0 && <span className="mark mark--tomato">{waiting.refunds}</span>}
          </a>
        ))}
      </nav>
      {list.rows.length === 0 ? <Empty>{t('none')}</Empty> : <Payments rows={list.rows} f={f} />}
      <Pager
        page={list.page}
        pages={list.pages}
        hrefOf={(page) => hrefWith(PATH, { show: filter === 'all' ? undefined : filter, page })}
        label={t('title')}
        previous={c('previous')}
        next={c('next')}
        text={c('text', { page: list.page, pages: list.pages })}
      />
    </AdminFrame>
  )
}

async function Payments({ rows, f }: { rows: Omit<PaymentView, 'total'>[]; f: Formats }) {
  const t = await getTranslations('admin.payments')
  return (
    <TableRegion label={t('title')}>
      <table className="data data--tall">
        <thead>
          <tr>
            <th scope="col">{t('when')}</th>
            <th scope="col">{t('shopper')}</th>
            <th scope="col" className="n">
              {t('amount')}
            </th>
            <th scope="col" className="n">
              {t('fee')}
            </th>
            <th scope="col">{t('state')}</th>
            <th scope="col">{t('back')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{f.when(row.startedAt, env.TIME_ZONE)}</th>
              <td>
                {row.shopper || t('unnamed')}
                <span className="small muted block">
                  {row.number === null ? t('topUp') : `${f.text(row.group)} #${row.number}`}
                </span>
              </td>
              <td className="n strong">{f.money(row.amountMinor, row.currency)}</td>
              <td className="n">{row.feeMinor === null ? '–' : f.money(row.feeMinor, row.currency)}</td>
              <td>
                <span className={`mark ${TONES[row.state]}`}>{t(`states.${row.state}`)}</span>
                {row.href && (
                  <a className="small block mt-1" href={row.href} rel="noreferrer">
                    {t('atProvider')}
                  </a>
                )}
              </td>
              <td>
                <Refunds row={row} f={f} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}

async function Refunds({ row, f }: { row: Omit<PaymentView, 'total'>; f: Formats }) {
  const t = await getTranslations('admin.payments')
  const { id, refunds, sendableMinor, currency, shopper } = row
  return (
    <>
      {refunds.map((refund) => (
        <div key={refund.id} className="mb-1">
          <span className="num">{f.money(refund.amountMinor, currency)}</span>{' '}
          <span className="small muted">
            {t(`refunds.${refund.isStuck ? 'stuck' : refund.state}`)} · {t(`reasons.${reasonOf(refund)}`)}
          </span>
          {refund.isStuck && <Stuck refund={refund} />}
        </div>
      ))}
      {sendableMinor > 0 && (
        <AdminForm action={send}>
          <Fold summary={shopper ? t('sendTo', { name: shopper }) : t('send')} summaryLook="small" className="row mt-1">
            <input type="hidden" name="paymentId" value={id} />
            <input type="hidden" name="refundId" value={newId()} />
            <TextField
              name="amount"
              label={t('sendAmount')}
              defaultValue={plainAmount(sendableMinor, currency)}
              inputMode="decimal"
              autoComplete="off"
              maxLength={14}
            />
            <Submit className="btn btn--quiet btn--sm">{t('send')}</Submit>
            <FormMessage />
          </Fold>
        </AdminForm>
      )}
    </>
  )
}

const REASONS = ['asked', 'cancelled', 'lowered', 'weighed', 'refunded', 'late', 'by_hand'] as const
const reasonOf = ({ reason }: RefundView) => REASONS.find((known) => known === reason) ?? 'asked'

async function Stuck({ refund: { id, error } }: { refund: RefundView }) {
  const t = await getTranslations('admin.payments')
  return (
    <AdminForm action={settle} className="row">
      <input type="hidden" name="refundId" value={id} />
      <span className="small">{t('turnedDown', { why: error ?? '' })}</span>
      <Submit className="btn btn--quiet btn--sm" name="how" value="again">
        {t('again')}
      </Submit>
      <Submit className="btn btn--quiet btn--sm" name="how" value="give_up">
        {t('giveUp')}
      </Submit>
      <FormMessage />
    </AdminForm>
  )
}
