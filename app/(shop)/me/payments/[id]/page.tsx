import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { Topbar } from '#components/frame/topbar.tsx'
import { Live } from '#components/ui/live.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { env, isPaymentStandIn } from '#lib/infra/env.ts'
import { type OwnPayment, ownPayment } from '#lib/queries/payments.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { firstOf } from '#lib/web/local-path.ts'
import { pageShopper } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'

type Props = {
  params: Promise<{ id: string }>
  /** `back=paid`: the provider has sent the shopper back. That says nothing yet: only its event does. */
  searchParams: Promise<{ back?: string | string[] }>
}

const WAITING_SECONDS = 3
const OPEN_SECONDS = 20

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shop.payment'))('title') }
}

/** One payment: the way to the provider's page, and what became of it. */
export default async function PaymentPage({ params, searchParams }: Props) {
  const { id } = await params
  const payment = await ownPayment(await pageShopper(`/me/payments/${id}`), id)
  if (!payment) {
    setStatus(404)
    return <NotHere />
  }
  const isBack = firstOf((await searchParams).back) === 'paid'
  const [t, f] = await Promise.all([getTranslations('shop.payment'), getFormats()])
  const isWaiting = payment.state === 'started' || payment.state === 'open'
  const home = payment.orderId ? `/orders/${payment.orderId}` : '/me/wallet'
  return (
    <div className="screen">
      <Topbar back={home} backLabel={t(payment.orderId ? 'toOrder' : 'toWallet')} title={t('title')} />
      <main className="wrap pb-10">
        {isWaiting && <Live seconds={isBack ? WAITING_SECONDS : OPEN_SECONDS} />}
        <h1>{t(payment.purpose)}</h1>
        <p className="price price--lg mt-3">{f.money(payment.amountMinor, payment.currency)}</p>
        <div className="stack mt-5">
          {isWaiting ? <Waiting payment={payment} isBack={isBack} f={f} /> : <Ended payment={payment} f={f} />}
        </div>
      </main>
    </div>
  )
}

type Part = { payment: OwnPayment; f: Formats }

async function Waiting({ payment: { id, url, orderId, until, now }, isBack, f }: Part & { isBack: boolean }) {
  const t = await getTranslations('shop.payment')
  const again = (
    <a className="btn btn--quiet btn--block" href={`/me/payments/${id}${isBack ? '?back=paid' : ''}`}>
      {t('look')}
    </a>
  )
  if (isBack)
    return (
      <>
        <Notice tone="butter" icon="clock" role="status">
          {t('waiting')}
        </Notice>
        {again}
      </>
    )
  if (!url)
    return (
      <>
        <Notice tone="butter" icon="clock" role="status">
          {t(now >= until ? 'closing' : 'started')}
        </Notice>
        {again}
      </>
    )
  return (
    <>
      <p>{t(orderId ? 'keptUntil' : 'until', { time: f.time(until, env.TIME_ZONE) })}</p>
      <a className="btn btn--primary btn--lg btn--block" href={url} rel="noreferrer">
        {t('pay')}
      </a>
      <p className="small muted">{t(isPaymentStandIn ? 'standIn' : 'how')}</p>
    </>
  )
}

async function Ended({ payment, f }: Part) {
  const t = await getTranslations('shop.payment')
  const { state, purpose, orderId, refundedMinor, currency, failure } = payment
  const wasTaken = state !== 'expired' && state !== 'failed'
  const home = orderId ? `/orders/${orderId}` : '/me/wallet'
  return (
    <>
      <Notice tone={wasTaken ? 'leaf' : 'tomato'} icon={wasTaken ? 'check' : 'alert'} role="status">
        {wasTaken
          ? t(purpose === 'order' ? 'paidOrder' : 'paidTopUp')
          : t(state === 'expired' ? 'expired' : failure === 'declined' ? 'declined' : 'unreachable')}
      </Notice>
      {refundedMinor > 0 && <p>{t('givenBack', { amount: f.money(refundedMinor, currency) })}</p>}
      {!wasTaken && !orderId && (
        <a className="btn btn--primary btn--lg btn--block" href="/me/wallet/top-up">
          {t('again')}
        </a>
      )}
      <a className="btn btn--quiet btn--block" href={home}>
        {t(orderId ? 'toOrder' : 'toWallet')}
      </a>
    </>
  )
}
