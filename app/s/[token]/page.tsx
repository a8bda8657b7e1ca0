import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { setLanguage } from '#app/actions.ts'
import { LanguageSwitch } from '#components/frame/language-switch.tsx'
import { TextField } from '#components/ui/fields.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { quantityToType } from '#lib/domain/amount.ts'
import { costOf, purchaseOrderNumber } from '#lib/domain/purchase-order.ts'
import { UNITS } from '#lib/domain/quantity.ts'
import { openSupplierLink, type SupplierOrder, supplierOrder } from '#lib/queries/supplier-order.ts'
import { getFormats } from '#lib/web/format.ts'
import { clientAddress } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { answer } from './actions.ts'
import './layout.css'

type Props = { params: Promise<{ token: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('buying'))('title'), robots: { index: false, follow: false } }
}

/** What a supplier is to deliver, and where they say whether they will. No account; goods only, never a person. */
export default async function SupplierPage({ params }: Props) {
  const { token } = await params
  const who = await openSupplierLink(token, await clientAddress())
  const order = typeof who === 'object' ? await supplierOrder(who) : undefined
  if (!order) return <Ended isTooMany={who === 'tooMany'} />
  const [t, f] = await Promise.all([getTranslations('buying.supplier'), getFormats()])
  const number = purchaseOrderNumber(order)
  const buyer = f.text(order.buyer)
  const isOpen = order.state === 'sent' || order.state === 'answered'
  return (
    <div className="screen pb-10">
      <header className="topbar">
        <p className="topbar__title so__brand">{buyer}</p>
        <LanguageSwitch locale={f.locale} action={setLanguage} />
      </header>
      <main className="wrap stack">
        <div>
          <h1>{t('title', { number })}</h1>
          <p className="strong mt-1">{t('delivery', { day: f.calendarDay(order.deliveryOn) })}</p>
          <p className="small muted">
            {t('from', { buyer, supplier: f.text(order.supplier) })} · {t('version', { version: order.version })}
          </p>
          {(order.buyerLegalName || order.buyerAddress) && (
            <p className="small muted">{[order.buyerLegalName, order.buyerAddress].filter(Boolean).join(' · ')}</p>
          )}
        </div>
        <State order={order} />
        {order.version > 1 && isOpen && <Changes order={order} />}
        {isOpen ? <AnswerForms order={order} token={token} /> : <Goods order={order} />}
        <History order={order} />
        {isOpen && <p className="small faint">{t('private')}</p>}
      </main>
    </div>
  )
}

async function Ended({ isTooMany }: { isTooMany: boolean }) {
  setStatus(isTooMany ? 429 : 404)
  const [t, f] = await Promise.all([getTranslations('buying.supplier'), getFormats()])
  return (
    <div className="screen pb-10">
      <header className="topbar">
        <p className="topbar__title" />
        <LanguageSwitch locale={f.locale} action={setLanguage} />
      </header>
      <main className="wrap stack">
        <h1>{t('ended')}</h1>
        <p className="muted">{t(isTooMany ? 'tooMany' : 'endedAbout')}</p>
      </main>
    </div>
  )
}

async function State({ order }: { order: SupplierOrder }) {
  const [t, f] = await Promise.all([getTranslations('buying.supplier'), getFormats()])
  if (order.state === 'cancelled') {
    return <Notice tone="tomato">{t('cancelled', { reason: order.cancelReason ?? '' })}</Notice>
  }
  if (order.state === 'received') return <Notice>{t('received')}</Notice>
  if (order.state !== 'answered' || !order.answeredAt) return null
  return (
    <Notice tone="leaf" icon="check">
      {t('answered', { time: f.when(order.answeredAt, order.timeZone) })}
    </Notice>
  )
}

/** What the latest version changed: all that a supplier who knows the one before has to read. */
async function Changes({ order }: { order: SupplierOrder }) {
  const [t, one, f] = await Promise.all([
    getTranslations('buying.supplier'),
    getTranslations('buying.one'),
    getFormats(),
  ])
  const [latest] = order.versions
  if (!latest) return null
  return (
    <section className="notice notice--butter so__changes" aria-labelledby="changes">
      <div>
        <h2 id="changes">{t('changed', { version: latest.version })}</h2>
        <ul className="plain">
          {latest.changes.map(({ line, casesBefore, casesAfter }) => (
            <li key={line.productId}>
              {one('changed', { product: f.text(line.name), before: casesBefore, cases: casesAfter })}{' '}
              {casesBefore === 0 && <span className="mark mark--leaf">{t('new')}</span>}
              {casesAfter === 0 && <span className="mark mark--tomato">{t('out')}</span>}
            </li>
          ))}
        </ul>
        <p className="small">{t('changedAbout')}</p>
      </div>
    </section>
  )
}

type Line = SupplierOrder['lines'][number]

/** A line as it was ordered. */
async function Asked({ line, currency }: { line: Line; currency: string }) {
  const [t, f] = await Promise.all([getTranslations('buying.supplier'), getFormats()])
  return (
    <div>
      <p className="strong">
        {f.text(line.name)} <span className="faint light">{f.text(line.pack)}</span>
      </p>
      <p>
        {t('asked', {
          cases: line.cases,
          caseOf: f.quantity(line.caseSize, line.unit),
          quantity: f.quantity(line.cases * line.caseSize, line.unit),
        })}
      </p>
      <p className="small muted">
        {line.sku} · {t('price', { amount: f.money(line.caseCostMinor, currency) })}
      </p>
    </div>
  )
}

async function AnswerForms({ order, token }: { order: SupplierOrder; token: string }) {
  const [t, common, f] = await Promise.all([
    getTranslations('buying.supplier'),
    getTranslations('common'),
    getFormats(),
  ])
  const { currency, lines, version } = order
  const form = { action: answer, lost: common('lost'), stale: common('stale') }
  const which = (
    <>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="version" value={version} />
    </>
  )
  return (
    <>
      {order.versions[0]?.note && <Notice icon="chat">{order.versions[0].note}</Notice>}
      {order.state === 'sent' && (
        <Form {...form} className="panel panel--pad grid gap-3" label={t('confirmAll')}>
          <FormMessage />
          <Submit className="btn btn--primary btn--lg btn--block" name="all" value="1">
            {t('confirmAll')}
          </Submit>
          <p className="small muted">{t('confirmAbout')}</p>
          {which}
        </Form>
      )}
      <section aria-labelledby="lines">
        <h2 id="lines">{t('lines')}</h2>
        <Form {...form} className="stack mt-2" label={t('lines')}>
          <ul className="plain so__lines panel">
            {lines.map((line) => (
              <li key={line.productId}>
                <Asked line={line} currency={currency} />
                <AnswerText line={line} />
                <div className="so__answer">
                  <TextField
                    name={`confirmed.${line.productId}`}
                    label={`${t('brings')} (${UNITS[line.unit].weighed ? 'kg' : t('unitPiece')})`}
                    aria-label={`${t('brings')}: ${f.text(line.name)}`}
                    defaultValue={quantityToType(line.confirmed ?? line.cases * line.caseSize, line.unit)}
                    inputMode="decimal"
                    autoComplete="off"
                    maxLength={14}
                  />
                  <TextField
                    name={`remark.${line.productId}`}
                    label={t('remark')}
                    aria-label={`${t('remark')}: ${f.text(line.name)}`}
                    defaultValue={line.remark}
                    autoComplete="off"
                    maxLength={200}
                  />
                </div>
              </li>
            ))}
          </ul>
          <p className="between strong">
            <span>{t('total')}</span>
            <span className="num">{f.money(costOf(lines), currency)}</span>
          </p>
          <p className="small muted">{t('answerAbout')}</p>
          <FormMessage />
          <Submit className="btn btn--quiet btn--lg btn--block">{t('answer')}</Submit>
          {which}
        </Form>
      </section>
    </>
  )
}

async function AnswerText({ line }: { line: Line }) {
  const [t, f] = await Promise.all([getTranslations('buying.supplier'), getFormats()])
  if (line.confirmed === null) return null
  if (line.confirmed === 0) return <p className="small bad">{t('rejected')}</p>
  if (line.confirmed === line.cases * line.caseSize) return <p className="small good">{t('full')}</p>
  return <p className="small">{t('less', { amount: f.quantity(line.confirmed, line.unit) })}</p>
}

/** The same when nothing can be answered any more. */
async function Goods({ order }: { order: SupplierOrder }) {
  const t = await getTranslations('buying.supplier')
  return (
    <section aria-labelledby="lines">
      <h2 id="lines">{t('lines')}</h2>
      <ul className="plain so__lines panel mt-2">
        {order.lines.map((line) => (
          <li key={line.productId}>
            <Asked line={line} currency={order.currency} />
            <AnswerText line={line} />
          </li>
        ))}
      </ul>
    </section>
  )
}

async function History({ order }: { order: SupplierOrder }) {
  const [t, one, f] = await Promise.all([
    getTranslations('buying.supplier'),
    getTranslations('buying.one'),
    getFormats(),
  ])
  const earlier = order.versions.slice(1)
  if (earlier.length === 0) return null
  return (
    <details className="panel panel--pad">
      <summary className="strong">{t('history')}</summary>
      <ol className="plain mt-2">
        {earlier.map((version) => (
          <li key={version.version} className="mt-2">
            <p>
              <span className="strong">{t('version', { version: version.version })}</span>{' '}
              <span className="muted">
                {t('sent', { time: f.when(version.sentAt, order.timeZone) })} ·{' '}
                {f.money(version.totalMinor, order.currency)}
              </span>
            </p>
            <ul className="plain small">
              {version.changes.map(({ line, casesBefore, casesAfter }) => (
                <li key={line.productId}>
                  {one('changed', { product: f.text(line.name), before: casesBefore, cases: casesAfter })}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </details>
  )
}
