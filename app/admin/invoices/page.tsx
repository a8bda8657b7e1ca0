import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { SelectField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { INVOICE_POLICIES, type InvoicePolicy, invoiceNumber } from '#lib/domain/invoice.ts'
import { env } from '#lib/infra/env.ts'
import {
  askedPeriod,
  type InvoiceHead,
  invoicePolicy,
  invoiceSums,
  latestInvoices,
  type Period,
} from '#lib/queries/invoices.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminForm } from '../admin-form.tsx'
import { AdminFrame } from '../frame.tsx'
import { hrefWith, one, type Query } from '../query.ts'
import { savePolicy } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('invoices'))('title') }
}

/** What was invoiced in a period, for the tax office, and when invoices are made. */
export default async function InvoicesPage({ searchParams }: { searchParams: Query }) {
  const who = await pageAdmin('/admin/invoices', 'money')
  if (!who) return <NotAllowed />
  const query = await searchParams
  const period = await askedPeriod(one(query.from), one(query.until))
  const [t, all, money, f, sums, latest, policy] = await Promise.all([
    getTranslations('invoices.admin'),
    getTranslations('invoices'),
    getTranslations('admin.money'),
    getFormats(),
    invoiceSums(who, period),
    latestInvoices(who),
    invoicePolicy(who),
  ])
  return (
    <AdminFrame
      section="money"
      title={all('title')}
      back={{ href: '/admin/money', label: money('title') }}
      tools={
        <a className="btn btn--quiet btn--sm" href={hrefWith('/admin/invoices.csv', period)}>
          <Icon name="download" size={16} />
          {t('csv')}
        </a>
      }
    >
      {one(query.saved) && (
        <Notice tone="leaf" icon="check" role="status">
          {t('saved')}
        </Notice>
      )}
      <PeriodForm period={period} />
      <p className="num" role="status">
        {t('figures', {
          invoices: sums.invoices,
          creditNotes: sums.creditNotes,
          total: f.money(sums.totalMinor, env.CURRENCY),
          tax: f.money(sums.taxMinor, env.CURRENCY),
        })}
      </p>
      <div className="split adm__more">
        <div className="grow">
          <h2>{t('latest')}</h2>
          {latest.length === 0 ? <p className="notice">{t('none')}</p> : <Latest invoices={latest} />}
        </div>
        <Policy policy={policy} />
      </div>
    </AdminFrame>
  )
}

async function PeriodForm({ period }: { period: Period }) {
  const t = await getTranslations('invoices.admin')
  return (
    <form className="filters" aria-label={t('period')}>
      {(['from', 'until'] as const).map((name) => (
        <label key={name} className="row">
          <span className="small">{t(name)}</span>
          <input className="input input--sm" type="date" name={name} defaultValue={period[name]} />
        </label>
      ))}
      <button className="btn btn--quiet btn--sm" type="submit">
        {t('show')}
      </button>
    </form>
  )
}

async function Latest({ invoices }: { invoices: InvoiceHead[] }) {
  const [t, all, f] = await Promise.all([getTranslations('invoices.admin'), getTranslations('invoices'), getFormats()])
  return (
    <TableRegion label={t('latest')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t('number')}</th>
            <th scope="col">{t('kind')}</th>
            <th scope="col">{t('when')}</th>
            <th scope="col" className="n">
              {t('tax')}
            </th>
            <th scope="col" className="n">
              {t('total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {invoices.map((each) => (
            <tr key={each.id}>
              <th scope="row">
                <a href={`/print/invoices/${each.id}`}>{invoiceNumber(each)}</a>
              </th>
              <td>{all(`kinds.${each.kind}`)}</td>
              <td>{f.when(each.at, env.TIME_ZONE)}</td>
              <td className="n">{f.money(each.taxMinor, each.currency)}</td>
              <td className="n strong">{f.money(each.totalMinor, each.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}

async function Policy({ policy }: { policy: InvoicePolicy }) {
  const t = await getTranslations('invoices.admin')
  return (
    <section className="panel panel--pad split__side" aria-labelledby="policy">
      <h2 id="policy">{t('policy')}</h2>
      <AdminForm action={savePolicy} className="stack" label={t('policy')}>
        <SelectField
          name="invoices"
          label={t('policy')}
          defaultValue={policy}
          options={INVOICE_POLICIES.map((value) => ({ value, label: t(`policies.${value}`) }))}
        />
        <FormMessage />
        <Submit className="btn btn--quiet">{t('save')}</Submit>
      </AdminForm>
    </section>
  )
}
