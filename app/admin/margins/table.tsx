import { getTranslations } from 'next-intl/server'
import { TableRegion } from '#components/ui/table-region.tsx'
import type { Variance } from '#lib/domain/variance.ts'
import { env } from '#lib/infra/env.ts'
import type { MarginCut, MarginRow } from '#lib/queries/margins.ts'
import { getFormats } from '#lib/web/format.ts'

const CAUSES = ['densityMinor', 'priceMinor', 'shortageMinor', 'claimsMinor'] as const
const LABELS = {
  densityMinor: 'density',
  priceMinor: 'price',
  shortageMinor: 'shortage',
  claimsMinor: 'claims',
} as const

type Props = { cut: MarginCut; rows: MarginRow[]; total?: Variance | undefined }

/** The numbers of the plot, with their causes. */
export async function MarginTable({ cut, rows, total }: Props) {
  const [t, f] = await Promise.all([getTranslations('admin.margins'), getFormats()])
  const columns = ['forecastMinor', 'actualMinor', ...CAUSES] as const
  const money = (minor: number) => (minor === 0 ? '–' : f.money(minor, env.CURRENCY))
  const cells = (variance: Variance) =>
    columns.map((name) => (
      <td key={name} className={`n ${name === 'actualMinor' ? 'strong' : ''}`}>
        {variance[name] < 0 && name === 'actualMinor' ? (
          <span className="count--urgent">{money(variance[name])}</span>
        ) : (
          money(variance[name])
        )}
      </td>
    ))
  return (
    <TableRegion label={t('table')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t(`cuts.${cut}`)}</th>
            <th scope="col" className="n">
              {t('forecast')}
            </th>
            <th scope="col" className="n">
              {t('actual')}
            </th>
            {CAUSES.map((name) => (
              <th key={name} scope="col" className="n">
                {t(LABELS[name])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, variance }) => (
            <tr key={key}>
              <th scope="row">
                {cut === 'group' ? <a href={`/admin/group-orders/${key}`}>{f.text(name)}</a> : f.text(name)}
              </th>
              {cells(variance)}
            </tr>
          ))}
        </tbody>
        {total && (
          <tfoot>
            <tr>
              <th scope="row">{t('sum')}</th>
              {cells(total)}
            </tr>
          </tfoot>
        )}
      </table>
    </TableRegion>
  )
}
