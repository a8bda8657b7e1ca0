import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { Topbar } from '#components/frame/topbar.tsx'
import { TextArea, TextField } from '#components/ui/fields.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { plainAmount } from '#lib/domain/money.ts'
import { type ClaimView, claimToDecide, ownClaim } from '#lib/queries/claims.ts'
import { claimGate } from '#lib/queries/gates.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageShopper } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { ClaimMark } from '../claim-mark.tsx'
import { decide } from './actions.ts'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('claims'))('one') }
}

/** One claim: to its shopper what becomes of it, to its leader or the office what to decide. */
export default async function ClaimPage({ params }: Props) {
  const { id } = await params
  const who = await pageShopper(`/claims/${id}`)
  const decider = await claimGate(who.userId, id)
  const claim = decider ? await claimToDecide(decider) : await ownClaim(who, id)
  if (!claim) {
    setStatus(404)
    return <NotHere />
  }
  const [t, c, f] = await Promise.all([getTranslations('claims'), getTranslations('common'), getFormats()])
  const mayDecide = claim.state === 'open' && decider && (decider.role === 'admin' || !claim.isOverdue)
  return (
    <div className="screen">
      <Topbar
        back={decider ? '/claims' : `/orders/${claim.orderId}`}
        backLabel={c('back')}
        title={t('ofOrder', { number: claim.number, group: f.text(claim.group) })}
      />
      <main className="wrap pt-1">
        <div className="between">
          <h1>{t('one')}</h1>
          <ClaimMark claim={claim} />
        </div>
        <p className="small muted num mt-1">{t('filed', { time: f.when(claim.filedAt, claim.timeZone) })}</p>
        {claim.state === 'open' && (
          <p className="small muted mt-1">
            {t(claim.isOverdue ? 'overdueText' : 'dueText', { time: f.when(claim.dueAt, claim.timeZone) })}
          </p>
        )}
        {claim.text && <p className="panel panel--pad mt-3 whitespace-pre-line">{claim.text}</p>}
        <Photos claim={claim} />
        {mayDecide ? <Decide claim={claim} /> : <Lines claim={claim} />}
        {claim.answer && (
          <div className="mt-3">
            <Notice icon="chat" tone={claim.state === 'granted' ? 'leaf' : 'butter'}>
              {claim.answer}
            </Notice>
          </div>
        )}
      </main>
    </div>
  )
}

async function Photos({ claim: { id, photos } }: { claim: ClaimView }) {
  if (photos.length === 0) return null
  const t = await getTranslations('claims')
  return (
    <ul className="mt-3 grid grid-cols-2 gap-2">
      {photos.map((key, index) => (
        <li key={key}>
          <a href={`/claims/${id}/photos/${key}`}>
            <img
              className="h-auto w-full rounded-lg border border-line"
              src={`/claims/${id}/photos/${key}`}
              alt={t('photo', { number: index + 1 })}
              width="320"
              height="240"
              loading="lazy"
            />
          </a>
        </li>
      ))}
    </ul>
  )
}

async function Lines({ claim: { lines, currency, state } }: { claim: ClaimView }) {
  const [t, f] = await Promise.all([getTranslations('claims'), getFormats()])
  return (
    <ul className="panel mt-3 px-3.5 py-1">
      {lines.map(({ offerId, name, kind, unit, quantity, claimedMinor, grantedMinor }) => (
        <li className="line" key={offerId}>
          <span className="grow">
            <span className="strong block">{f.text(name)}</span>
            <span className="small muted">
              {t(`kinds.${kind}`)} · × {f.quantity(quantity, unit)} · {f.money(claimedMinor, currency)}
            </span>
          </span>
          {state !== 'open' && <span className="strong num">{f.money(grantedMinor ?? 0, currency)}</span>}
        </li>
      ))}
    </ul>
  )
}

/** Each line with what it may get back at most; nothing is granted by an empty field. */
async function Decide({ claim }: { claim: ClaimView }) {
  const [t, c, f] = await Promise.all([getTranslations('claims'), getTranslations('common'), getFormats()])
  return (
    <Form action={decide} lost={c('lost')} stale={c('stale')} className="stack mt-3" label={t('decide')}>
      <input type="hidden" name="claimId" value={claim.id} />
      {claim.lines.map(({ offerId, name, kind, unit, quantity, claimedMinor }, index) => (
        <div className="panel panel--pad" key={offerId}>
          <input type="hidden" name={`lines.${index}.offerId`} value={offerId} />
          <TextField
            name={`lines.${index}.granted`}
            label={t('giveBack', { name: f.text(name) })}
            hint={`${t(`kinds.${kind}`)} · × ${f.quantity(quantity, unit)} · ${t('most', { amount: f.money(claimedMinor, claim.currency) })}`}
            defaultValue={plainAmount(claimedMinor, claim.currency)}
            inputMode="decimal"
            autoComplete="off"
            maxLength={14}
          />
        </div>
      ))}
      {claim.refundedMinor > 0 && (
        <p className="small">{t('refundedBefore', { amount: f.money(claim.refundedMinor, claim.currency) })}</p>
      )}
      <TextArea name="reason" label={t('answer')} hint={t('answerHint')} maxLength={500} />
      <FormMessage />
      <Submit className="btn btn--primary btn--block">{t('decide')}</Submit>
    </Form>
  )
}
