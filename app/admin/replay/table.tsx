import { getTranslations } from 'next-intl/server'
import { TableRegion } from '#components/ui/table-region.tsx'
import type { Played } from '#lib/domain/replay.ts'
import { env } from '#lib/infra/env.ts'
import type { ReplayReport } from '#lib/queries/replay.ts'
import { getFormats } from '#lib/web/format.ts'

/** How it was, how it would have been, and the difference, for each group order and together. */
export async function ReplayTable({ report: { rows, was, changed } }: { report: ReplayReport }) {
  const [t, f] = await Promise.all([getTranslations('admin.replay'), getFormats()])
  const money = (minor: number) => f.money(minor, env.CURRENCY)
  const cells = (before: Played, after: Played) => {
    const difference = after.leftMinor - before.leftMinor
    return (
      <>
        <td className="n">{f.number(before.orders)}</td>
        <td className="n">{after.goesAhead ? f.number(after.orders) : t('fails')}</td>
        <td className="n">{money(before.leftMinor)}</td>
        <td className="n">{money(after.leftMinor)}</td>
        <td className="n strong">
          <span className={difference < 0 ? 'count--urgent' : ''}>{difference === 0 ? '–' : money(difference)}</span>
        </td>
        <td className="n">{money(after.commissionMinor - before.commissionMinor)}</td>
      </>
    )
  }
  return (
    <>
      <TableRegion label={t('result')}>
        <table className="data data--tall">
          <thead>
            <tr>
              <th scope="col">{t('group')}</th>
              {(['orders', 'ordersThen', 'left', 'leftThen', 'difference', 'commissionMore'] as const).map((name) => (
                <th key={name} scope="col" className="n">
                  {t(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <a href={`/admin/group-orders/${row.id}`}>{f.text(row.title)}</a>
                  <span className="small muted block num">{f.when(row.cutoffAt, row.timeZone)}</span>
                </th>
                {cells(row.was, row.changed)}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('sum')}</th>
              {cells(was, changed)}
            </tr>
          </tfoot>
        </table>
      </TableRegion>
      <p className="small muted mt-2">{t('how')}</p>
    </>
  )
}
