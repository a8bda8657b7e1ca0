import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { plainAmount } from '#lib/domain/money.ts'
import { env } from '#lib/infra/env.ts'
import { claimsWaiting } from '#lib/queries/claims.ts'
import { paymentsWaiting } from '#lib/queries/payments.ts'
import { type ReceivedView, type TillView, tills } from '#lib/queries/till.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminForm } from '../admin-form.tsx'
import { AdminFrame } from '../frame.tsx'
import { receive } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.money'))('title') }
}

/** Who holds the operator's money, and what the office has received of it. */
export default async function MoneyPage() {
  const who = await pageAdmin('/admin/money', 'money')
  if (!who) return <NotAllowed />
  const [t, claims, nav, earnings, invoices, f, { tills: held, received }, waiting, claimed] = await Promise.all([
    getTranslations('admin.money'),
    getTranslations('claims'),
    getTranslations('admin.nav'),
    getTranslations('earnings.admin'),
    getTranslations('invoices'),
    getFormats(),
    tills(who),
    paymentsWaiting(who),
    claimsWaiting(who),
  ])
  const tools = [
    ['/admin/wallets', t('wallets')],
    ['/admin/coupons', t('coupons')],
    ['/admin/earnings', earnings('link')],
    ['/admin/invoices', invoices('admin.link')],
    ['/admin/payments', t('payments')],
    ['/admin/disputes', t('disputes', { count: waiting.disputes })],
    ['/claims', claims('desk', { count: claimed })],
    ['/admin/margins', nav('margins')],
    ['/admin/rates', nav('rates')],
  ] as const
  const totalMinor = held.reduce((sum, { balanceMinor }) => sum + balanceMinor, 0)
  return (
    <AdminFrame
      section="money"
      title={t('title')}
      aside={t('inTills', { amount: f.money(totalMinor, env.CURRENCY) })}
      tools={tools.map(([href, label]) => (
        <a key={href} className="btn btn--quiet btn--sm" href={href}>
          {label}
        </a>
      ))}
    >
      <h2>{t('tills')}</h2>
      {held.length === 0 ? <p className="notice">{t('none')}</p> : <Tills held={held} f={f} />}
      {received.length > 0 && (
        <>
          <h2 className="adm__more">{t('received')}</h2>
          <Received received={received} f={f} />
        </>
      )}
    </AdminFrame>
  )
}

async function Tills({ held, f }: { held: TillView[]; f: Formats }) {
  const t = await getTranslations('admin.money')
  return (
    <TableRegion label={t('tills')}>
      <table className="data data--tall">
        <thead>
          <tr>
            <th scope="col">{t('keeper')}</th>
            <th scope="col" className="n">
              {t('holds')}
            </th>
            <th scope="col">{t('counted')}</th>
            <th scope="col">{t('stations')}</th>
          </tr>
        </thead>
        <tbody>
          {held.map((till) => (
            <tr key={till.keeperId}>
              <th scope="row">{till.name || t('unnamed')}</th>
              <td className="n strong">{f.money(till.balanceMinor, env.CURRENCY)}</td>
              <td>
                <Counted till={till} f={f} />
              </td>
              <td>{till.stations.map(f.text).join(f.locale === 'zh-CN' ? '、' : ', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}

async function Counted({ till: { waiting, name }, f }: { till: TillView; f: Formats }) {
  const t = await getTranslations('admin.money')
  if (!waiting) return <span className="faint">{t('notCounted')}</span>
  const { id, countedMinor, expectedMinor, countedAt, note } = waiting
  return (
    <>
      <p>
        <span className="strong num">{f.money(countedMinor, env.CURRENCY)}</span>{' '}
        <span className="faint">{f.when(countedAt, env.TIME_ZONE)}</span>
      </p>
      {countedMinor !== expectedMinor && (
        <p className="small">
          {t('expected', { amount: f.money(expectedMinor, env.CURRENCY) })}
          {note && ` · ${note}`}
        </p>
      )}
      <AdminForm action={receive} className="row mt-2">
        <input type="hidden" name="countId" value={id} />
        <TextField
          name="received"
          label={t('receivedAmount')}
          defaultValue={plainAmount(countedMinor, env.CURRENCY)}
          inputMode="decimal"
          autoComplete="off"
          maxLength={14}
        />
        <TextField name="note" label={t('note')} autoComplete="off" maxLength={200} />
        <Submit className="btn btn--primary btn--sm" label={t('receiveOf', { name: name || t('unnamed') })}>
          {t('receive')}
        </Submit>
        <FormMessage />
      </AdminForm>
    </>
  )
}

async function Received({ received, f }: { received: ReceivedView[]; f: Formats }) {
  const t = await getTranslations('admin.money')
  return (
    <TableRegion label={t('received')}>
      <table className="data data--tall">
        <thead>
          <tr>
            <th scope="col">{t('when')}</th>
            <th scope="col">{t('keeper')}</th>
            <th scope="col">{t('station')}</th>
            <th scope="col" className="n">
              {t('inBooks')}
            </th>
            <th scope="col" className="n">
              {t('got')}
            </th>
            <th scope="col" className="n">
              {t('difference')}
            </th>
            <th scope="col">{t('by')}</th>
          </tr>
        </thead>
        <tbody>
          {received.map((each) => (
            <tr key={each.id}>
              <th scope="row">{each.receivedAt && f.when(each.receivedAt, each.timeZone)}</th>
              <td>{each.name || t('unnamed')}</td>
              <td>{f.text(each.station)}</td>
              <td className="n">{f.money(each.expectedMinor, env.CURRENCY)}</td>
              <td className="n strong">{f.money(each.receivedMinor ?? 0, env.CURRENCY)}</td>
              <td className="n">
                {each.receivedMinor === each.expectedMinor
                  ? '–'
                  : f.money((each.receivedMinor ?? 0) - each.expectedMinor, env.CURRENCY)}
                {each.receivedNote && <span className="small muted block">{each.receivedNote}</span>}
              </td>
              <td>{each.by || t('unnamed')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}
