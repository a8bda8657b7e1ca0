import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { WalletEntries } from '#app/(shop)/wallet-entries.tsx'
import NotAllowed from '#app/not-allowed.tsx'
import { SelectField, TextField } from '#components/ui/fields.tsx'
import { Fold, FormMessage, Submit } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { TOP_UP_SOURCES } from '#lib/domain/ledger-wallet.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { type FoundPerson, personBySearch } from '#lib/queries/person-search.ts'
import { paidOrders, walletFor, walletsTogether } from '#lib/queries/wallet.ts'
import { type WaitingWithdrawal, withdrawalsWaiting } from '#lib/queries/withdrawals.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminForm } from '../admin-form.tsx'
import { AdminFrame } from '../frame.tsx'
import { PersonSearch } from '../person-search.tsx'
import { one, type Query } from '../query.ts'
import { decide, refund, topUp } from './actions.ts'

const PATH = '/admin/wallets'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.wallets'))('title') }
}

/** What the operator owes to shoppers, and one wallet at a time. */
export default async function WalletsPage({ searchParams }: { searchParams: Query }) {
  const who = await pageAdmin(PATH, 'money')
  if (!who) return <NotAllowed />
  const query = await searchParams
  const search = one(query.q)?.trim() ?? ''
  const [t, money, f, owner, waiting, { wallets, owedMinor }] = await Promise.all([
    getTranslations('admin.wallets'),
    getTranslations('admin.money'),
    getFormats(),
    search ? personBySearch(who, search) : undefined,
    withdrawalsWaiting(who),
    walletsTogether(who),
  ])
  return (
    <AdminFrame
      section="money"
      title={t('title')}
      aside={t('owed', { amount: f.money(owedMinor, env.CURRENCY), wallets })}
      back={{ href: '/admin/money', label: money('title') }}
    >
      <PersonSearch search={search} label={t('search')} find={t('find')} />
      {one(query.refunded) && owner && (
        <div className="mb-3">
          <Notice tone="leaf" icon="check" role="status">
            {t('refundDone')}
          </Notice>
        </div>
      )}
      {one(query.done) && owner && (
        <div className="mb-3">
          <Notice tone="leaf" icon="check" role="status">
            {t('done')}
          </Notice>
        </div>
      )}
      {waiting.length > 0 && <Waiting waiting={waiting} />}
      {owner ? (
        <Wallet who={who} owner={owner} search={search} />
      ) : (
        <p className="notice">{t(search ? 'nobody' : 'about')}</p>
      )}
    </AdminFrame>
  )
}

async function Wallet({ who, owner, search }: { who: AdminFor<'money'>; owner: FoundPerson; search: string }) {
  const [t, f, wallet] = await Promise.all([
    getTranslations('admin.wallets'),
    getFormats(),
    walletFor(who, owner.userId),
  ])
  return (
    <div className="split">
      <section className="grow" aria-labelledby="wallet">
        <h2 id="wallet">{owner.name || owner.contact}</h2>
        <p className="small muted">{owner.contact}</p>
        <p className="price price--xl my-3">{f.money(wallet.balanceMinor, wallet.currency)}</p>
        {wallet.entries.length === 0 ? (
          <p className="notice">{t('none')}</p>
        ) : (
          <WalletEntries entries={wallet.entries} currency={wallet.currency} />
        )}
        <Orders who={who} userId={owner.userId} search={search} />
      </section>
      <section className="panel panel--pad split__side" aria-labelledby="top-up">
        <h2 id="top-up">{t('move')}</h2>
        <AdminForm action={topUp} className="stack" label={t('move')}>
          <input type="hidden" name="topUpId" value={newId()} />
          <input type="hidden" name="userId" value={owner.userId} />
          <input type="hidden" name="q" value={search} />
          <SelectField
            name="way"
            label={t('way')}
            options={(['in', 'back'] as const).map((value) => ({ value, label: t(`ways.${value}`) }))}
          />
          <TextField name="amount" label={t('amount')} inputMode="decimal" autoComplete="off" maxLength={14} />
          <SelectField
            name="source"
            label={t('source')}
            options={TOP_UP_SOURCES.map((value) => ({ value, label: t(`sources.${value}`) }))}
          />
          <TextField name="reason" label={t('reason')} hint={t('reasonHint')} autoComplete="off" maxLength={200} />
          <FormMessage />
          <Submit>{t('submit')}</Submit>
        </AdminForm>
      </section>
    </div>
  )
}

/** What was paid, and the way to give some of it back. */
async function Orders({ who, userId, search }: { who: AdminFor<'money'>; userId: string; search: string }) {
  const [t, f, orders] = await Promise.all([getTranslations('admin.wallets'), getFormats(), paidOrders(who, userId)])
  if (orders.length === 0) return null
  return (
    <section className="mt-5" aria-labelledby="paid">
      <h2 id="paid" className="mb-3">
        {t('orders')}
      </h2>
      <ul className="panel px-3.5 py-1">
        {orders.map(({ id, number, group, at, totalMinor, refundedMinor, leftMinor }) => (
          <li key={id} className="line flex-wrap">
            <span className="grow">
              <span className="strong block">{t('order', { number, group: f.text(group) })}</span>
              <span className="small muted num">
                {f.when(at, env.TIME_ZONE)} · {t('paid', { total: f.money(totalMinor, env.CURRENCY) })}
                {refundedMinor > 0 && ` · ${t('refunded', { amount: f.money(refundedMinor, env.CURRENCY) })}`}
              </span>
            </span>
            {leftMinor > 0 && (
              <AdminForm action={refund}>
                <Fold summary={t('refund')} summaryLook="btn btn--quiet btn--sm">
                  <input type="hidden" name="refundId" value={newId()} />
                  <input type="hidden" name="orderId" value={id} />
                  <input type="hidden" name="q" value={search} />
                  <TextField name="amount" label={t('amount')} inputMode="decimal" autoComplete="off" maxLength={14} />
                  <TextField
                    name="reason"
                    label={t('reason')}
                    hint={t('reasonHint')}
                    autoComplete="off"
                    maxLength={200}
                  />
                  <FormMessage />
                  <Submit>{t('refund')}</Submit>
                </Fold>
              </AdminForm>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What shoppers want paid out. */
async function Waiting({ waiting }: { waiting: WaitingWithdrawal[] }) {
  const [t, f] = await Promise.all([getTranslations('admin.wallets'), getFormats()])
  return (
    <section className="mb-5" aria-labelledby="waiting">
      <h2 id="waiting" className="mb-3">
        {t('waiting')}
      </h2>
      <ul className="panel px-3.5 py-1">
        {waiting.map(({ id, name, contact, amountMinor, currency, wantedAt }) => (
          <li key={id} className="line flex-wrap">
            <span className="grow">
              <span className="strong block">
                {name || contact} · {f.money(amountMinor, currency)}
              </span>
              <span className="small muted num">
                {contact} · {f.when(wantedAt, env.TIME_ZONE)}
              </span>
            </span>
            <AdminForm action={decide} className="row flex-wrap">
              <input type="hidden" name="withdrawalId" value={id} />
              <TextField name="note" label={t('decideNote')} autoComplete="off" maxLength={200} />
              <Submit className="btn btn--primary btn--sm" name="as" value="paid">
                {t('paidOut')}
              </Submit>
              <Submit className="btn btn--quiet btn--sm" name="as" value="refused">
                {t('refuse')}
              </Submit>
              <FormMessage />
            </AdminForm>
          </li>
        ))}
      </ul>
    </section>
  )
}
