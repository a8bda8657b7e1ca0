import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { env } from '#lib/infra/env.ts'
import { type DisputeView, disputes } from '#lib/queries/payments.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminForm } from '../admin-form.tsx'
import { AdminFrame } from '../frame.tsx'
import { answered } from './actions.ts'

const TONES = {
  to_answer: 'mark--tomato',
  under_review: 'mark--butter',
  won: 'mark--leaf',
  lost: '',
  withdrawn: '',
} as const satisfies Record<DisputeView['state'], string>

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.disputes'))('title') }
}

/** What banks want back, and until when it must be answered. */
export default async function DisputesPage() {
  const who = await pageAdmin('/admin/disputes', 'money')
  if (!who) return <NotAllowed />
  const [t, payments, f, list] = await Promise.all([
    getTranslations('admin.disputes'),
    getTranslations('admin.payments'),
    getFormats(),
    disputes(who),
  ])
  return (
    <AdminFrame
      section="money"
      title={t('title')}
      aside={t('about')}
      back={{ href: '/admin/payments', label: payments('title') }}
    >
      {list.length === 0 ? (
        <Empty>{t('none')}</Empty>
      ) : (
        <TableRegion label={t('title')}>
          <table className="data data--tall">
            <thead>
              <tr>
                <th scope="col">{t('dueBy')}</th>
                <th scope="col">{t('payment')}</th>
                <th scope="col" className="n">
                  {t('amount')}
                </th>
                <th scope="col">{t('state')}</th>
                <th scope="col">{t('answer')}</th>
              </tr>
            </thead>
            <tbody>
              {list.map((each) => (
                <Row key={each.id} dispute={each} f={f} />
              ))}
            </tbody>
          </table>
        </TableRegion>
      )}
    </AdminFrame>
  )
}

async function Row({ dispute, f }: { dispute: DisputeView; f: Formats }) {
  const t = await getTranslations('admin.disputes')
  const { state, dueBy, openedAt, reason, href } = dispute
  const why = `reasons.${reason}`
  return (
    <tr>
      <th scope="row">
        {state === 'to_answer' && dueBy ? f.when(dueBy, env.TIME_ZONE) : '–'}
        <span className="small muted block">{t('opened', { time: f.when(openedAt, env.TIME_ZONE) })}</span>
      </th>
      <td>
        {dispute.paymentId ? dispute.shopper || t('unnamed') : t('unknown')}
        {dispute.number !== null && (
          <span className="small muted block">{`${f.text(dispute.group)} #${dispute.number}`}</span>
        )}
      </td>
      <td className="n strong">{f.money(dispute.amountMinor, dispute.currency)}</td>
      <td>
        <span className={`mark ${TONES[state]}`}>{t(`states.${state}`)}</span>
        <span className="small muted block mt-1">{t.has(why as 'none') ? t(why as 'none') : reason}</span>
      </td>
      <td>
        <Answer dispute={dispute} f={f} />
        {href && state === 'to_answer' && (
          <a className="small block mt-1" href={href} rel="noreferrer">
            {t('atProvider')}
          </a>
        )}
      </td>
    </tr>
  )
}

async function Answer({ dispute, f }: { dispute: DisputeView; f: Formats }) {
  const t = await getTranslations('admin.disputes')
  const { id, state, answeredAt, answeredBy, note } = dispute
  const isOpen = state === 'to_answer' || state === 'under_review'
  return (
    <>
      {answeredAt && (
        <p>
          {note}
          <span className="small muted block">
            {t('answeredBy', { name: answeredBy || t('unnamed'), time: f.when(answeredAt, env.TIME_ZONE) })}
          </span>
        </p>
      )}
      {isOpen && (
        <AdminForm action={answered} className="row">
          <input type="hidden" name="disputeId" value={id} />
          <TextField name="note" label={t('note')} defaultValue={note} autoComplete="off" maxLength={500} />
          <Submit className="btn btn--quiet btn--sm">{t('noted')}</Submit>
          <FormMessage />
        </AdminForm>
      )}
    </>
  )
}
