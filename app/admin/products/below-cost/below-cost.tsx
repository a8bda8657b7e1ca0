import { getTranslations } from 'next-intl/server'
import { SelectField, TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { BELOW_COST_REASONS } from '#lib/domain/below-cost.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import type { PermissionView } from '#lib/queries/below-cost.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { AdminForm } from '../../admin-form.tsx'
import { permit, revoke } from './actions.ts'

type Props = { productId: string; costMinor: number; permissions: PermissionView[] }

/** What may be sold below cost, why and until when; and the way to allow it and to take it back. */
export async function BelowCost({ productId, costMinor, permissions }: Props) {
  const [t, f] = await Promise.all([getTranslations('admin.belowCost'), getFormats()])
  return (
    <section className="adm__more" aria-labelledby="below-cost">
      <h2 id="below-cost">{t('title')}</h2>
      <p className="small muted mt-2">{t('about', { cost: f.money(costMinor, env.CURRENCY) })}</p>
      {permissions.length > 0 && <Permissions permissions={permissions} f={f} />}
      <AdminForm action={permit} className="panel panel--pad stack mt-3" label={t('permit')}>
        <input type="hidden" name="permissionId" value={newId()} />
        <input type="hidden" name="productId" value={productId} />
        <div className="pair">
          <SelectField
            name="reason"
            label={t('reason')}
            options={BELOW_COST_REASONS.map((value) => ({ value, label: t(`reasons.${value}`) }))}
          />
          <TextField name="lowest" label={t('lowest')} inputMode="decimal" autoComplete="off" maxLength={12} />
          <TextField name="until" label={t('until')} hint={t('untilHint')} type="datetime-local" />
          <TextField name="note" label={t('note')} autoComplete="off" maxLength={200} />
        </div>
        <FormMessage />
        <Submit className="btn btn--quiet">{t('permit')}</Submit>
      </AdminForm>
    </section>
  )
}

async function Permissions({ permissions, f }: { permissions: PermissionView[]; f: Formats }) {
  const t = await getTranslations('admin.belowCost')
  return (
    <TableRegion label={t('given')}>
      <table className="data data--tall">
        <thead>
          <tr>
            <th scope="col">{t('reason')}</th>
            <th scope="col" className="n">
              {t('lowest')}
            </th>
            <th scope="col" className="n">
              {t('cost')}
            </th>
            <th scope="col">{t('until')}</th>
            <th scope="col">{t('by')}</th>
            <th scope="col">{t('state')}</th>
          </tr>
        </thead>
        <tbody>
          {permissions.map((each) => (
            <tr key={each.id}>
              <th scope="row">
                {t(`reasons.${each.reason}`)}
                {each.note && <span className="small muted block">{each.note}</span>}
              </th>
              <td className="n strong">{f.money(each.lowestMinor, env.CURRENCY)}</td>
              <td className="n">{f.money(each.costMinor, env.CURRENCY)}</td>
              <td className="num">{f.when(each.until, env.TIME_ZONE)}</td>
              <td>{each.givenBy || t('unnamed')}</td>
              <td>
                {each.isInForce ? (
                  <AdminForm action={revoke}>
                    <input type="hidden" name="permissionId" value={each.id} />
                    <Submit className="btn btn--quiet btn--sm">{t('revoke')}</Submit>
                    <FormMessage />
                  </AdminForm>
                ) : (
                  <span className="faint">{each.revokedAt ? t('revoked') : t('over')}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}
