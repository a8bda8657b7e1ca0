import { getTranslations } from 'next-intl/server'
import { AdjustFields } from '#components/admin/adjust-fields.tsx'
import { TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { UNITS } from '#lib/domain/quantity.ts'
import { newId } from '#lib/infra/ids.ts'
import type { ProductStock } from '#lib/queries/admin-inventory.ts'
import { ADJUST_REASONS } from '#lib/usecases/stock/adjust.ts'
import { AdminForm } from '../admin-form.tsx'
import { adjust } from './actions.ts'
import { MODE_OF } from './modes.ts'

/** Changes what lies in store. The hidden id becomes the movement's, so that sending it twice moves once. */
export async function AdjustForm({
  product,
  cancelHref,
}: {
  product: Omit<ProductStock, 'movements'>
  cancelHref?: string
}) {
  const [t, common] = await Promise.all([getTranslations('admin.inventory'), getTranslations('common')])
  return (
    <AdminForm action={adjust} label={t('adjust')} className="adjust">
      <input type="hidden" name="productId" value={product.productId} />
      <input type="hidden" name="movementId" value={newId()} />
      <AdjustFields
        onHand={product.onHand}
        reserved={product.reserved}
        unit={UNITS[product.unit].weighed ? 'g' : ''}
        choices={ADJUST_REASONS.map((reason) => ({ reason, label: t(`choices.${reason}`), mode: MODE_OF[reason] }))}
        texts={{
          onHand: t('onHand'),
          quantity: UNITS[product.unit].weighed ? t('quantityGrams') : t('quantity'),
          newOnHand: t('newOnHand'),
          reason: t('reason'),
          countHint: t('countHint'),
          signedHint: t('signedHint'),
          reserved: t('belowReserved', { reserved: '%r' }),
        }}
      />
      <TextField name="note" label={t('note')} hint={t('noteHint')} maxLength={200} autoComplete="off" />
      <FormMessage />
      <div className="dialog__foot">
        {cancelHref && (
          <a className="btn btn--quiet" href={cancelHref}>
            {common('cancel')}
          </a>
        )}
        <Submit busy={common('saving')}>{t('saveAdjustment')}</Submit>
      </div>
    </AdminForm>
  )
}
