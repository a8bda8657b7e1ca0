import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { SelectField, TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { plainAmount } from '#lib/domain/money.ts'
import { KEEPER_PAY_PER } from '#lib/domain/rates.ts'
import { env } from '#lib/infra/env.ts'
import { type EarnerView, earners, type PayRates, payRates } from '#lib/queries/admin-earnings.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminForm } from '../admin-form.tsx'
import { AdminFrame } from '../frame.tsx'
import { one, type Query } from '../query.ts'
import { saveRates } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('earnings.admin'))('title') }
}

/** Whom the operator owes for leading and keeping, and by which rates. */
export default async function EarnersPage({ searchParams }: { searchParams: Query }) {
  const who = await pageAdmin('/admin/earnings', 'money')
  if (!who) return <NotAllowed />
  const [t, money, f, people, rates, query] = await Promise.all([
    getTranslations('earnings.admin'),
    getTranslations('admin.money'),
    getFormats(),
    earners(who),
    payRates(who),
    searchParams,
  ])
  const owedMinor = people.reduce((sum, { balanceMinor }) => sum + balanceMinor, 0)
  return (
    <AdminFrame
      section="money"
      title={t('title')}
      aside={t('owed', { amount: f.money(owedMinor, env.CURRENCY) })}
      back={{ href: '/admin/money', label: money('title') }}
    >
      {one(query.saved) && (
        <Notice tone="leaf" icon="check" role="status">
          {t('saved')}
        </Notice>
      )}
      <div className="split">
        <div className="grow">
          {people.length === 0 ? <p className="notice">{t('nobody')}</p> : <Earners people={people} />}
        </div>
        <Rates rates={rates} />
      </div>
    </AdminFrame>
  )
}

async function Earners({ people }: { people: EarnerView[] }) {
  const [t, all, f] = await Promise.all([getTranslations('earnings.admin'), getTranslations('earnings'), getFormats()])
  return (
    <TableRegion label={t('title')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t('who')}</th>
            <th scope="col">{t('role')}</th>
            <th scope="col" className="n">
              {t('balance')}
            </th>
            <th scope="col">{t('last')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => {
            const name = f.text(person.name) || t('unnamed')
            const role = all(`roles.${person.role}`)
            return (
              <tr key={person.accountId}>
                <th scope="row">
                  <a href={`/admin/earnings/${person.accountId}`} aria-label={t('seeOf', { name, role })}>
                    {name}
                  </a>
                </th>
                <td>{role}</td>
                <td className="n strong">{f.money(person.balanceMinor, env.CURRENCY)}</td>
                <td>
                  {person.lastNumber === null || !person.lastUntil
                    ? t('never')
                    : t('lastOf', { number: person.lastNumber, date: f.date(person.lastUntil, env.TIME_ZONE) })}{' '}
                  {person.isOpen && person.lastNumber !== null && (
                    <span className="mark mark--butter">{t('open')}</span>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </TableRegion>
  )
}

async function Rates({ rates }: { rates: PayRates }) {
  const t = await getTranslations('earnings.admin')
  return (
    <section className="panel panel--pad split__side" aria-labelledby="rates">
      <h2 id="rates">{t('rates')}</h2>
      <AdminForm action={saveRates} className="stack" label={t('rates')}>
        <TextField
          name="keeperPay"
          label={t('keeperPay')}
          defaultValue={plainAmount(rates.keeperPayMinor, env.CURRENCY)}
          inputMode="decimal"
          autoComplete="off"
          maxLength={14}
        />
        <SelectField
          name="keeperPayPer"
          label={t('per')}
          defaultValue={rates.keeperPayPer}
          options={KEEPER_PAY_PER.map((value) => ({ value, label: t(`pers.${value}`) }))}
        />
        <TextField
          name="withholding"
          label={t('withholding')}
          hint={t('withholdingHint')}
          defaultValue={String(rates.withholdingBps / 100)}
          inputMode="decimal"
          autoComplete="off"
          maxLength={6}
        />
        <FormMessage />
        <Submit className="btn btn--quiet">{t('save')}</Submit>
      </AdminForm>
    </section>
  )
}
