import { getTranslations } from 'next-intl/server'
import { TableRegion } from '#components/ui/table-region.tsx'
import { env } from '#lib/infra/env.ts'
import type { CashOwed, Subsidy } from '#lib/queries/margins.ts'
import { getFormats } from '#lib/web/format.ts'

/** Whose the cash is, as the books say. */
export async function Owed({ owed }: { owed: CashOwed }) {
  const [t, f] = await Promise.all([getTranslations('admin.margins'), getFormats()])
  if (owed.length === 0) return null
  return (
    <>
      <h2 className="adm__more">{t('owed')}</h2>
      <TableRegion label={t('owed')}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('who')}</th>
              <th scope="col" className="n">
                {t('people')}
              </th>
              <th scope="col" className="n">
                {t('amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {owed.map(({ kind, people, balanceMinor }) => (
              <tr key={kind}>
                <th scope="row">{t(`kinds.${kind}`)}</th>
                <td className="n">{f.number(people)}</td>
                <td className="n strong">{f.money(balanceMinor, env.CURRENCY)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </>
  )
}

/** What the operator's coupons have cost against their cap. */
export async function Subsidies({ coupons }: { coupons: Subsidy[] }) {
  const [t, f] = await Promise.all([getTranslations('admin.margins'), getFormats()])
  if (coupons.length === 0) return null
  return (
    <>
      <h2 className="adm__more">{t('subsidies')}</h2>
      <TableRegion label={t('subsidies')}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('coupon')}</th>
              <th scope="col" className="n">
                {t('spent')}
              </th>
              <th scope="col" className="n">
                {t('cap')}
              </th>
              <th scope="col" className="n">
                {t('left')}
              </th>
              <th scope="col">{t('until')}</th>
            </tr>
          </thead>
          <tbody>
            {coupons.map(({ id, code, reason, spentMinor, budgetMinor, until }) => (
              <tr key={id}>
                <th scope="row">
                  {code} <span className="small muted block">{reason}</span>
                </th>
                <td className="n">{f.money(spentMinor, env.CURRENCY)}</td>
                <td className="n">{f.money(budgetMinor, env.CURRENCY)}</td>
                <td className="n strong">{f.money(budgetMinor - spentMinor, env.CURRENCY)}</td>
                <td className="num">{f.when(until, env.TIME_ZONE)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </>
  )
}
