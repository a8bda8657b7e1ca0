import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { SelectField, TextField } from '#components/ui/fields.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { plainAmount } from '#lib/domain/money.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { type OwnTill, ownTill } from '#lib/queries/till.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { pageKeeper } from '#lib/web/session.ts'
import { count, containers as takeBack } from '../actions.ts'

type Props = { params: Promise<{ stationId: string }>; searchParams: Promise<{ back?: string | string[] }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('station.till'))('title') }
}

/** What a keeper holds for the operator: what came in day by day, and the way to hand it over. */
export default async function Till({ params, searchParams }: Props) {
  const { stationId } = await params
  const paid = Number((await searchParams).back)
  const who = await pageKeeper(`/station/${stationId}/till`, stationId)
  if (!who) return <NotHere />
  const [till, t, board, f] = await Promise.all([
    ownTill(who),
    getTranslations('station.till'),
    getTranslations('station.board'),
    getFormats(),
  ])
  return (
    <div className="screen station-screen">
      <header className="topbar">
        <a
          className="iconbtn"
          href={`/station/${stationId}`}
          aria-label={board('heading', { station: f.text(till.station.name) })}
        >
          <Icon name="back" size={24} />
        </a>
        <p className="grow strong">{f.text(till.station.name)}</p>
      </header>
      <main>
        <section className="section" aria-labelledby="till">
          <h1 id="till">{t('title')}</h1>
          <p className="price price--lg mt-3">{f.money(till.balanceMinor, env.CURRENCY)}</p>
          <p className="small muted mt-2">{t('about')}</p>
        </section>
        {Number.isSafeInteger(paid) && paid > 0 && (
          <div className="wrap">
            <p className="notice notice--leaf" role="status">
              <Icon name="check" />
              {t('containersPaid', { amount: f.money(paid, env.CURRENCY) })}
            </p>
          </div>
        )}
        <Waiting till={till} f={f} />
        <Days till={till} f={f} />
        {till.containers.length > 0 && till.balanceMinor > 0 && <Containers stationId={stationId} till={till} f={f} />}
        {till.balanceMinor > 0 && <Count stationId={stationId} till={till} f={f} />}
        <Received till={till} f={f} />
      </main>
    </div>
  )
}

type Part = { till: OwnTill; f: Formats }

async function Waiting({ till: { waiting, station }, f }: Part) {
  if (!waiting) return null
  const t = await getTranslations('station.till')
  return (
    <div className="wrap">
      <p className="notice notice--leaf" role="status">
        <Icon name="clock" />
        {t('waiting', {
          amount: f.money(waiting.countedMinor, env.CURRENCY),
          time: f.when(waiting.countedAt, station.timeZone),
        })}
      </p>
    </div>
  )
}

async function Days({ till: { days, station }, f }: Part) {
  const t = await getTranslations('station.till')
  if (days.length === 0) return null
  return (
    <section className="section" aria-labelledby="days">
      <h2 id="days">{t('days')}</h2>
      <ul className="panel mt-2 px-3.5 py-0.5">
        {days.map(({ day, takenMinor, terminalMinor, returnedMinor, payments }) => (
          <li key={day.getTime()} className="till-day">
            <span>
              <span className="strong block">{f.day(day, station.timeZone)}</span>
              <span className="small muted block">
                {t('payments', { count: payments })}
                {terminalMinor > 0 && ` · ${t('onTerminal', { amount: f.money(terminalMinor, env.CURRENCY) })}`}
                {returnedMinor > 0 && ` · ${t('returned', { amount: f.money(returnedMinor, env.CURRENCY) })}`}
              </span>
            </span>
            <span className="num strong">{f.money(takenMinor - returnedMinor, env.CURRENCY)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Empty glass for its deposit, out of the till. */
async function Containers({ stationId, till: { containers }, f }: Part & { stationId: string }) {
  const [t, common] = await Promise.all([getTranslations('station.till'), getTranslations('common')])
  const labels = containers.map(({ productId, name, pack, depositMinor }) => ({
    value: productId,
    label: `${f.text(name)}, ${f.text(pack)} · ${f.money(depositMinor, env.CURRENCY)}`,
  }))
  return (
    <section className="section" aria-labelledby="containers">
      <h2 id="containers">{t('containers')}</h2>
      <p className="small muted mt-1">{t('containersAbout')}</p>
      <Form
        action={takeBack}
        lost={common('lost')}
        stale={common('stale')}
        label={t('containers')}
        className="stack mt-2"
      >
        <input type="hidden" name="stationId" value={stationId} />
        <input type="hidden" name="returnId" value={newId()} />
        <SelectField name="productId" label={t('container')} options={labels} />
        <TextField name="pieces" label={t('pieces')} inputMode="numeric" defaultValue="1" maxLength={4} />
        <FormMessage />
        <Submit className="btn btn--soft btn--block">{t('payBack')}</Submit>
      </Form>
    </section>
  )
}

async function Count({ stationId, till: { balanceMinor, waiting }, f }: Part & { stationId: string }) {
  const t = await getTranslations('station.till')
  const common = await getTranslations('common')
  return (
    <section className="section" aria-labelledby="count">
      <h2 id="count">{t(waiting ? 'countAgain' : 'count')}</h2>
      <Form action={count} lost={common('lost')} stale={common('stale')} label={t('count')} className="stack mt-2">
        <input type="hidden" name="stationId" value={stationId} />
        <input type="hidden" name="countId" value={newId()} />
        <TextField
          name="counted"
          label={t('counted')}
          hint={t('countedHint', { amount: f.money(balanceMinor, env.CURRENCY) })}
          defaultValue={plainAmount(balanceMinor, env.CURRENCY)}
          inputMode="decimal"
          autoComplete="off"
          maxLength={14}
        />
        <TextField name="note" label={t('note')} hint={t('noteHint')} autoComplete="off" maxLength={200} />
        <FormMessage />
        <Submit className="btn btn--primary btn--lg btn--block" busy={t('counting')}>
          {t('confirm')}
        </Submit>
      </Form>
    </section>
  )
}

async function Received({ till: { received, station }, f }: Part) {
  if (received.length === 0) return null
  const t = await getTranslations('station.till')
  return (
    <section className="section" aria-labelledby="received">
      <h2 id="received">{t('received')}</h2>
      <ul className="panel mt-2 px-3.5 py-0.5">
        {received.map((each) => (
          <li key={each.id} className="till-day">
            <span>
              <span className="strong block">{each.receivedAt && f.when(each.receivedAt, station.timeZone)}</span>
              {each.receivedMinor !== each.expectedMinor && (
                <span className="small muted block">
                  {t('wasExpected', { amount: f.money(each.expectedMinor, env.CURRENCY) })}
                  {each.receivedNote && ` · ${each.receivedNote}`}
                </span>
              )}
            </span>
            <span className="num strong">{f.money(each.receivedMinor ?? 0, env.CURRENCY)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
