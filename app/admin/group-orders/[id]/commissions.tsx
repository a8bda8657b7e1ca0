import { getTranslations } from 'next-intl/server'
import { TableRegion } from '#components/ui/table-region.tsx'
import { adminGate } from '#lib/queries/gates.ts'
import { offerCommissions } from '#lib/queries/offer-commissions.ts'
import { getFormats } from '#lib/web/format.ts'
import { CommissionForm } from '../../commission-form.tsx'
import { offerCommission } from '../actions.ts'

type Props = { userId: string; groupOrderId: string /** Orders still come in. */; mayChange: boolean }

/** What the leader gets for each offer, for whoever keeps the money. */
export async function Commissions({ userId, groupOrderId, mayChange }: Props) {
  const who = await adminGate(userId, 'money')
  if (!who) return null
  const [t, f, offers] = await Promise.all([
    getTranslations('earnings.admin'),
    getFormats(),
    offerCommissions(who, groupOrderId),
  ])
  if (offers.length === 0) return null
  return (
    <div className="adm__more">
      <h2>{t('offers')}</h2>
      <TableRegion label={t('offers')}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('offer')}</th>
              <th scope="col" className="n">
                {t('ordered')}
              </th>
              {mayChange && (
                <th scope="col">
                  <span className="sr">{t('change')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {offers.map((offer) => (
              <tr key={offer.offerId}>
                <th scope="row">{f.text(offer.name)}</th>
                <td className="n">{f.rate(offer.bps)}</td>
                {mayChange && (
                  <td>
                    <CommissionForm
                      action={offerCommission}
                      of={{ groupOrderId, offerId: offer.offerId }}
                      name={f.text(offer.name)}
                      shown={t('change')}
                      bps={offer.ownBps}
                      hint={t('offerRateHint')}
                    />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </div>
  )
}
