import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { Topbar } from '#components/frame/topbar.tsx'
import { TextField } from '#components/ui/fields.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { plainAmount } from '#lib/domain/money.ts'
import { topUpLimits } from '#lib/domain/payment.ts'
import { env, isPaymentStandIn } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { canPayOnline } from '#lib/queries/payments.ts'
import { ownWallet } from '#lib/queries/wallet.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageShopper } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { topUp } from './actions.ts'

/** Offered first, in least top-ups: 50 of a currency's whole units. */
const OFFERED = 50

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shop.topUp'))('title') }
}

/** Putting money into one's wallet through the operator's payment provider. */
export default async function TopUp() {
  const who = await pageShopper('/me/wallet/top-up')
  if (!canPayOnline()) {
    setStatus(404)
    return <NotHere />
  }
  const [t, c, f, { balanceMinor }] = await Promise.all([
    getTranslations('shop.topUp'),
    getTranslations('common'),
    getFormats(),
    ownWallet(who),
  ])
  const { leastMinor, mostMinor } = topUpLimits(env.CURRENCY)
  const money = (minor: number) => f.money(minor, env.CURRENCY)
  return (
    <div className="screen">
      <Topbar back="/me/wallet" backLabel={t('back')} title={t('title')} />
      <main className="wrap pb-10">
        <h1>{t('title')}</h1>
        <p className="muted mt-2">{t('balance', { amount: money(balanceMinor) })}</p>
        <Form action={topUp} lost={c('lost')} stale={c('stale')} className="stack mt-5" label={t('title')}>
          <input type="hidden" name="paymentId" value={newId()} />
          <TextField
            name="amount"
            label={t('amount')}
            hint={t('limits', { least: money(leastMinor), most: money(mostMinor) })}
            defaultValue={plainAmount(leastMinor * OFFERED, env.CURRENCY)}
            inputMode="decimal"
            autoComplete="off"
            maxLength={14}
          />
          <FormMessage />
          <Submit className="btn btn--primary btn--lg btn--block" busy={t('asking')}>
            {t('go')}
          </Submit>
        </Form>
        <p className="small muted mt-4">{t(isPaymentStandIn ? 'standIn' : 'how')}</p>
      </main>
    </div>
  )
}
