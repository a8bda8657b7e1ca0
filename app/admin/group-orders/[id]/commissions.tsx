import { getTranslations } from 'next-intl/server'
import { TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { adminGate } from '#lib/queries/gates.ts'
import { type OfferCommissionView, offerCommissions } from '#lib/queries/offer-commissions.ts'
import { getFormats } from '#lib/web/format.ts'
import { AdminForm } from '../../admin-form.tsx'
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
                    <Change offer={offer} groupOrderId={groupOrderId} />
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

async function Change({ offer, groupOrderId }: { offer: OfferCommissionView; groupOrderId: string }) {
  const [t, f] = await Promise.all([getTranslations('earnings.admin'), getFormats()])
  const name = f.text(offer.name)
  return (
    <details>
      <summary className="btn btn--quiet btn--sm adj" aria-label={t('changeOf', { name })}>
        {t('change')}
      </summary>
      <AdminForm action={offerCommission} className="stack" label={t('commissionOf', { name })}>
        <input type="hidden" name="groupOrderId" value={groupOrderId} />
        <input type="hidden" name="offerId" value={offer.offerId} />
        <TextField
          name="commission"
          label={t('rate')}
          hint={t('offerRateHint')}
          defaultValue={offer.ownBps === null ? '' : String(offer.ownBps / 100)}
          inputMode="decimal"
          autoComplete="off"
          maxLength={6}
        />
        <FormMessage />
        <Submit className="btn btn--quiet btn--sm">{t('save')}</Submit>
      </AdminForm>
    </details>
  )
}
