import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { belowOf, Entries, Statements } from '#app/earnings/parts.tsx'
import NotAllowed from '#app/not-allowed.tsx'
import NotHere from '#app/not-here.tsx'
import { TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { plainAmount } from '#lib/domain/money.ts'
import { newId } from '#lib/infra/ids.ts'
import { type EarnerPage, earner } from '#lib/queries/admin-earnings.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { AdminForm } from '../../admin-form.tsx'
import { AdminFrame } from '../../frame.tsx'
import { one, type Query } from '../../query.ts'
import { closeAccount, payAccount } from '../actions.ts'

type Props = { params: Promise<{ accountId: string }>; searchParams: Query }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('earnings.admin'))('title') }
}

/** One leader or keeper: what they are owed, its statements, and the ways to close a period and to pay. */
export default async function EarnerAccountPage({ params, searchParams }: Props) {
  const { accountId } = await params
  const path = `/admin/earnings/${accountId}`
  const who = await pageAdmin(path, 'money')
  if (!who) return <NotAllowed />
  const query = await searchParams
  const below = belowOf(query.below)
  const person = /^\d{1,9}$/.test(accountId) ? await earner(who, Number(accountId), below) : undefined
  if (!person) {
    setStatus(404)
    return <NotHere />
  }
  const [t, all, f] = await Promise.all([getTranslations('earnings.admin'), getTranslations('earnings'), getFormats()])
  const closed = one(query.closed)
  return (
    <AdminFrame
      section="money"
      title={f.text(person.name) || t('unnamed')}
      aside={all(`roles.${person.role}`)}
      back={{ href: '/admin/earnings', label: t('title') }}
    >
      {closed && /^\d{1,9}$/.test(closed) && (
        <Notice tone="leaf" icon="check" role="status">
          {t('closed', { number: Number(closed) })}
        </Notice>
      )}
      {one(query.paid) && (
        <Notice tone="leaf" icon="check" role="status">
          {t('paid')}
        </Notice>
      )}
      <dl className="owed">
        <div>
          <dt>{t('balance')}</dt>
          <dd className="price price--lg">{f.money(person.balanceMinor, person.earnings.currency)}</dd>
        </div>
      </dl>
      <div className="split adm__more">
        <div className="grow stack">
          <Statements earnings={person.earnings} />
          <Entries earnings={person.earnings} path={path} isOlder={below !== undefined} />
        </div>
        <div className="split__side stack max-md:order-first">
          <Close person={person} />
          {person.balanceMinor > 0 && <Pay person={person} />}
        </div>
      </div>
    </AdminFrame>
  )
}

async function Close({ person: { accountId, isOpen } }: { person: EarnerPage }) {
  const t = await getTranslations('earnings.admin')
  return (
    <section className="panel panel--pad stack" aria-labelledby="close">
      <h2 id="close">{t('close')}</h2>
      {isOpen ? (
        <AdminForm action={closeAccount} className="stack" label={t('close')}>
          <p className="small muted">{t('closeAbout')}</p>
          <input type="hidden" name="statementId" value={newId()} />
          <input type="hidden" name="accountId" value={accountId} />
          <FormMessage />
          <Submit className="btn btn--quiet" busy={t('closing')}>
            {t('closeDo')}
          </Submit>
        </AdminForm>
      ) : (
        <p className="small muted">{t('nothingNew')}</p>
      )}
    </section>
  )
}

async function Pay({ person: { accountId, balanceMinor, earnings } }: { person: EarnerPage }) {
  const [t, f] = await Promise.all([getTranslations('earnings.admin'), getFormats()])
  return (
    <section className="panel panel--pad stack" aria-labelledby="pay">
      <h2 id="pay">{t('pay')}</h2>
      <AdminForm action={payAccount} className="stack" label={t('pay')}>
        <p className="small muted">{t('payAbout')}</p>
        <input type="hidden" name="payoutId" value={newId()} />
        <input type="hidden" name="accountId" value={accountId} />
        <TextField
          name="amount"
          label={t('amount')}
          hint={t('amountHint', { amount: f.money(balanceMinor, earnings.currency) })}
          defaultValue={plainAmount(balanceMinor, earnings.currency)}
          inputMode="decimal"
          autoComplete="off"
          maxLength={14}
        />
        <TextField
          name="reference"
          label={t('reference')}
          hint={t('referenceHint')}
          autoComplete="off"
          maxLength={60}
        />
        <FormMessage />
        <Submit busy={t('paying')}>{t('payDo')}</Submit>
      </AdminForm>
    </section>
  )
}
