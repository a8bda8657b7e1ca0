import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Topbar } from '#components/frame/topbar.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { TextField } from '#components/ui/fields.tsx'
import { Fold, Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { newId } from '#lib/infra/ids.ts'
import { operatorPage } from '#lib/queries/operator.ts'
import { canPayOnline } from '#lib/queries/payments.ts'
import { ownWallet } from '#lib/queries/wallet.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageShopper } from '#lib/web/session.ts'
import { ShopTabs } from '../../shop-tabs.tsx'
import { WalletEntries } from '../../wallet-entries.tsx'
import { withdraw } from './actions.ts'

type Props = { searchParams: Promise<{ before?: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shop.wallet'))('title') }
}

/** What the shopper has to order with, and each movement with its cause. */
export default async function Wallet({ searchParams }: Props) {
  const who = await pageShopper('/me/wallet')
  const before = Number((await searchParams).before)
  const [t, f, { allowsWithdrawals }, wallet] = await Promise.all([
    getTranslations('shop.wallet'),
    getFormats(),
    operatorPage(),
    ownWallet(who, Number.isSafeInteger(before) && before > 0 ? before : undefined),
  ])
  return (
    <div className="screen screen--tabs">
      <Topbar back="/me" backLabel={t('back')} title={t('title')} />
      <main>
        <div className="wrap pt-1">
          <h1 className="small muted">{t('balance')}</h1>
          <p className="price price--xl mt-1">{f.money(wallet.balanceMinor, wallet.currency)}</p>
          <p className="small muted mt-2">{t('lead')}</p>
          {canPayOnline() && (
            <p className="mt-3">
              <a className="btn btn--soft btn--block" href="/me/wallet/top-up">
                {t('topUp')}
              </a>
            </p>
          )}
        </div>
        {allowsWithdrawals && wallet.balanceMinor > 0 && <Withdraw />}
        <section className="section" aria-labelledby="moved">
          <h2 id="moved" className="mb-3">
            {t('moved')}
          </h2>
          {wallet.entries.length === 0 ? (
            <Empty>{t('none')}</Empty>
          ) : (
            <WalletEntries entries={wallet.entries} currency={wallet.currency} isLinked />
          )}
          {wallet.next !== null && (
            <p className="mt-3">
              <a className="btn btn--quiet btn--block" href={`/me/wallet?before=${wallet.next}`}>
                {t('older')}
              </a>
            </p>
          )}
        </section>
      </main>
      <ShopTabs current="you" />
    </div>
  )
}

/** Where the operator pays balances out: the office sees to it, and says so. */
async function Withdraw() {
  const [t, c] = await Promise.all([getTranslations('shop.wallet'), getTranslations('common')])
  return (
    <Form action={withdraw} lost={c('lost')} stale={c('stale')} className="wrap mt-3" label={t('withdraw')}>
      <Fold summary={t('withdraw')}>
        <input type="hidden" name="withdrawalId" value={newId()} />
        <p className="small muted">{t('withdrawAbout')}</p>
        <TextField name="amount" label={t('withdrawAmount')} inputMode="decimal" autoComplete="off" maxLength={14} />
        <FormMessage />
        <Submit className="btn btn--soft btn--block">{t('withdrawAsk')}</Submit>
      </Fold>
    </Form>
  )
}
