import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { CheckField, TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import type { Rates } from '#lib/domain/margin.ts'
import { plainAmount } from '#lib/domain/money.ts'
import { env } from '#lib/infra/env.ts'
import { ratesPage } from '#lib/queries/rates.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminForm } from '../admin-form.tsx'
import { AdminFrame } from '../frame.tsx'
import { save } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.rates'))('title') }
}

const PERCENTS = { commission: 'commissionBps', paymentFee: 'paymentFeeBps', claims: 'claimsBps' } as const
const AMOUNTS = { picking: 'pickingMinor', freight: 'freightMinor', siteFee: 'siteFeeMinor' } as const

/** What running the shop costs: what forecasts and settlements compute with. */
export default async function RatesPage() {
  const who = await pageAdmin('/admin/rates', 'money')
  if (!who) return <NotAllowed />
  const [t, common, rates] = await Promise.all([
    getTranslations('admin.rates'),
    getTranslations('common'),
    ratesPage(who),
  ])
  return (
    <AdminFrame
      section="money"
      title={t('title')}
      aside={t('about')}
      back={{ href: '/admin/money', label: (await getTranslations('admin.money'))('title') }}
    >
      <AdminForm action={save} className="sheetform" label={t('title')}>
        <Percents rates={rates} />
        <Amounts rates={rates} />
        <fieldset className="panel panel--pad">
          <legend>{t('leaders')}</legend>
          <CheckField name="showsCost" label={t('showsCost')} defaultChecked={rates.showsCostToLeaders} />
          <p className="small muted">{t('showsCostHint')}</p>
        </fieldset>
        <div className="sheetform__foot">
          <FormMessage />
          <Submit busy={common('saving')}>{common('save')}</Submit>
        </div>
      </AdminForm>
    </AdminFrame>
  )
}

async function Percents({ rates }: { rates: Rates }) {
  const t = await getTranslations('admin.rates')
  return (
    <fieldset className="panel panel--pad">
      <legend>{t('ofPaid')}</legend>
      <div className="pair pair--three">
        {(Object.keys(PERCENTS) as (keyof typeof PERCENTS)[]).map((name) => (
          <TextField
            key={name}
            name={name}
            label={t(`${name}Label`)}
            hint={t(`${name}Hint`)}
            inputMode="decimal"
            autoComplete="off"
            maxLength={6}
            defaultValue={String(rates[PERCENTS[name]] / 100)}
          />
        ))}
      </div>
    </fieldset>
  )
}

async function Amounts({ rates }: { rates: Rates }) {
  const [t, f] = await Promise.all([getTranslations('admin.rates'), getFormats()])
  const symbol = f.money(0, env.CURRENCY).replaceAll(/[\d.,\s]/g, '')
  return (
    <fieldset className="panel panel--pad">
      <legend>{t('amounts')}</legend>
      <div className="pair pair--three">
        {(Object.keys(AMOUNTS) as (keyof typeof AMOUNTS)[]).map((name) => (
          <TextField
            key={name}
            name={name}
            label={t(`${name}Label`, { symbol })}
            hint={t(`${name}Hint`)}
            inputMode="decimal"
            autoComplete="off"
            maxLength={12}
            defaultValue={plainAmount(rates[AMOUNTS[name]], env.CURRENCY)}
          />
        ))}
      </div>
      <p className="small muted">{t('stopHint')}</p>
    </fieldset>
  )
}
