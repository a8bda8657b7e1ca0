import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getCauseText } from '#app/earnings/words.ts'
import NotHere from '#app/not-here.tsx'
import { Paper } from '#app/print/paper.tsx'
import { env } from '#lib/infra/env.ts'
import { type StatementView, statement } from '#lib/queries/statement.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageStatement } from '#lib/web/session.ts'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('earnings'))('statements') }
}

/** A statement on paper: what was owed, what came and went, what is owed. */
export default async function PrintStatement({ params }: Props) {
  const { id } = await params
  const who = await pageStatement(`/print/statements/${id}`, id)
  if (!who) return <NotHere />
  const [sheet, t, print, f] = await Promise.all([
    statement(who),
    getTranslations('earnings'),
    getTranslations('print'),
    getFormats(),
  ])
  const title = t('statementOf', { number: sheet.number, name: f.text(sheet.name) || t('admin.unnamed') })
  return (
    <Paper title={title} back={backOf(sheet)} hint={print('oneSheet')}>
      <section className="sheet" aria-label={title}>
        <header className="sheet__head">
          <div>
            <h2>{t('statement', { number: sheet.number })}</h2>
            <p>
              {t(`roles.${sheet.role}`)} · {f.text(sheet.name) || t('admin.unnamed')}
            </p>
            <p>{t('period', { from: f.date(sheet.from, env.TIME_ZONE), until: f.date(sheet.until, env.TIME_ZONE) })}</p>
          </div>
          <div className="sheet__right">
            <p>{sheet.operator.legalName || f.text(sheet.operator.name)}</p>
            <p>{sheet.operator.registration}</p>
            <p>{sheet.operator.address}</p>
          </div>
        </header>
        <Sums sheet={sheet} />
        <Lines sheet={sheet} />
      </section>
    </Paper>
  )
}

function backOf({ isOwn, role, accountId }: StatementView): string {
  if (!isOwn) return `/admin/earnings/${accountId}`
  return role === 'leader' ? '/leader/earnings' : '/station'
}

async function Sums({ sheet }: { sheet: StatementView }) {
  const [t, f] = await Promise.all([getTranslations('earnings'), getFormats()])
  const rows = [
    ['opening', sheet.openingMinor],
    ['earned', sheet.earnedMinor],
    ['returned', -sheet.returnedMinor],
    ['withheld', -sheet.withheldMinor],
    ['paid', -sheet.paidMinor],
    ['closing', sheet.closingMinor],
  ] as const
  return (
    <table className="statement-sums">
      <tbody>
        {rows.map(([key, amountMinor]) => (
          <tr key={key}>
            <th scope="row">{t(`sums.${key}`, { rate: f.rate(sheet.withholdingBps) })}</th>
            <td className="r">{f.money(amountMinor === 0 ? 0 : amountMinor, sheet.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

async function Lines({ sheet }: { sheet: StatementView }) {
  const [t, f, causeText] = await Promise.all([getTranslations('earnings'), getFormats(), getCauseText()])
  return (
    <table className="statement-lines">
      <thead>
        <tr>
          <th scope="col">{t('columns.when')}</th>
          <th scope="col">{t('columns.cause')}</th>
          <th scope="col">{t('columns.order')}</th>
          <th scope="col">{t('columns.group')}</th>
          <th scope="col" className="r">
            {t('columns.amount')}
          </th>
        </tr>
      </thead>
      <tbody>
        {sheet.entries.map((entry) => (
          <tr key={entry.id}>
            <td>{f.when(entry.at, env.TIME_ZONE)}</td>
            <td>
              {causeText(entry)} {entry.reference}
            </td>
            <td>{entry.number !== null && `#${entry.number}`}</td>
            <td>{entry.group !== null && f.text(entry.group)}</td>
            <td className="r">{f.money(entry.amountMinor, sheet.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
