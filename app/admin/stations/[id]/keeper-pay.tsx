import { getTranslations } from 'next-intl/server'
import { TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { plainAmount } from '#lib/domain/money.ts'
import { env } from '#lib/infra/env.ts'
import { payRates } from '#lib/queries/admin-earnings.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { getFormats } from '#lib/web/format.ts'
import { AdminForm } from '../../admin-form.tsx'
import { keeperPay } from '../actions.ts'

type Props = { userId: string; station: { id: string; keeperPayMinor: number | null } }

/** What the keepers of a station get, for whoever keeps the money. */
export async function KeeperPay({ userId, station }: Props) {
  const who = await adminGate(userId, 'money')
  if (!who) return null
  const [t, f, rates] = await Promise.all([getTranslations('earnings.admin'), getFormats(), payRates(who)])
  return (
    <section className="panel panel--pad stack" aria-labelledby="keeper-pay">
      <h2 id="keeper-pay">{t('stationPay')}</h2>
      <AdminForm action={keeperPay} className="stack" label={t('stationPay')}>
        <input type="hidden" name="stationId" value={station.id} />
        <TextField
          name="keeperPay"
          label={t('stationPayField', { per: rates.keeperPayPer })}
          hint={t('stationPayHint', { amount: f.money(rates.keeperPayMinor, env.CURRENCY) })}
          defaultValue={station.keeperPayMinor === null ? '' : plainAmount(station.keeperPayMinor, env.CURRENCY)}
          inputMode="decimal"
          autoComplete="off"
          maxLength={14}
        />
        <FormMessage />
        <Submit className="btn btn--quiet">{t('save')}</Submit>
      </AdminForm>
    </section>
  )
}
