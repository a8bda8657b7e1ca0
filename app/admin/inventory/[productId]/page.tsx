import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import NotHere from '#app/not-here.tsx'
import { TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { env } from '#lib/infra/env.ts'
import { type Movement, type ProductStock, productStock } from '#lib/queries/admin-inventory.ts'
import { ADJUST_REASONS } from '#lib/usecases/stock/adjust.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { AdminForm } from '../../admin-form.tsx'
import { AdminFrame } from '../../frame.tsx'
import { changeText, quantityText } from '../../quantity.ts'
import { shelf } from '../actions.ts'
import { AdjustForm } from '../adjust-form.tsx'
import { UndoButton } from '../undo-button.tsx'

type Props = { params: Promise<{ productId: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('inventory.title') }
}

export default async function ProductStockPage({ params }: Props) {
  const { productId } = await params
  const who = await pageAdmin(`/admin/inventory/${productId}`, 'stock')
  if (!who) return <NotAllowed />
  const product = await productStock(who, productId)
  if (!product) {
    setStatus(404)
    return <NotHere />
  }
  const [t, f] = await Promise.all([getTranslations('admin.inventory'), getFormats()])
  const quantity = (value: number) => quantityText(value, product.unit, f.number)
  const figures = ['onHand', 'reserved', 'available', 'reorderAt'] as const
  return (
    <AdminFrame
      section="inventory"
      title={f.text(product.name)}
      aside={[f.text(product.pack), product.sku, product.place].filter(Boolean).join(' · ')}
      back={{ href: '/admin/inventory', label: t('title') }}
    >
      <dl className="figures panel panel--pad figures--adm">
        {figures.map((figure) => (
          <div key={figure}>
            <dt>{t(figure)}</dt>
            <dd>{quantity(product[figure])}</dd>
          </div>
        ))}
      </dl>
      <div className="split">
        <div className="grow">
          <h2>{t('history')}</h2>
          {product.movements.length === 0 ? <p className="muted">{t('noHistory')}</p> : <History product={product} />}
        </div>
        <div className="split__side">
          <section className="panel panel--pad" aria-label={t('adjust')}>
            <h2>{t('adjust')}</h2>
            <AdjustForm product={product} />
          </section>
          <Shelf product={product} />
        </div>
      </div>
    </AdminFrame>
  )
}

async function Shelf({ product }: { product: ProductStock }) {
  const [t, common] = await Promise.all([getTranslations('admin.inventory'), getTranslations('common')])
  return (
    <section className="panel panel--pad" aria-label={t('shelf')}>
      <h2>{t('shelf')}</h2>
      <AdminForm action={shelf} className="stack" label={t('shelf')}>
        <input type="hidden" name="productId" value={product.productId} />
        <TextField name="place" label={t('place')} hint={t('placeHint')} defaultValue={product.place} maxLength={40} />
        <TextField
          name="reorderAt"
          label={t('reorderAt')}
          hint={t('reorderHint')}
          inputMode="numeric"
          defaultValue={String(product.reorderAt)}
        />
        <FormMessage />
        <Submit className="btn btn--quiet" busy={common('saving')}>
          {common('save')}
        </Submit>
      </AdminForm>
    </section>
  )
}

/** Collections are taken back at their station, an undo never, and a count that changed nothing has nothing to undo. */
const mayUndo = ({ reason, quantity, undoneAt }: Movement) =>
  !undoneAt && quantity !== 0 && (ADJUST_REASONS as readonly string[]).includes(reason)

async function History({ product }: { product: ProductStock }) {
  const [t, f] = await Promise.all([getTranslations('admin.inventory'), getFormats()])
  return (
    <TableRegion label={t('history')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t('when')}</th>
            <th scope="col">{t('reason')}</th>
            <th scope="col" className="n">
              {t('change')}
            </th>
            <th scope="col" className="n">
              {t('after')}
            </th>
            <th scope="col">{t('note')}</th>
            <th scope="col">{t('by')}</th>
            <th scope="col">
              <span className="sr">{t('actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {product.movements.map((movement) => {
            const reason = t(`reasons.${movement.reason}` as 'reasons.counted')
            const time = f.when(movement.at, env.TIME_ZONE)
            return (
              <tr key={movement.id}>
                <th scope="row">{time}</th>
                <td>
                  {reason} {movement.orderNumber !== null && `#${movement.orderNumber}`}
                </td>
                <td className="n strong">{changeText(movement.quantity, product.unit, f.number) || f.number(0)}</td>
                <td className="n">{quantityText(movement.onHandAfter, product.unit, f.number)}</td>
                <td className="wrapcell">{movement.note}</td>
                <td>{movement.actor ?? t('system')}</td>
                <td>
                  {mayUndo(movement) && <UndoButton movementId={movement.id} label={t('undoThis', { reason, time })} />}
                  {movement.undoneAt && <span className="mark">{t('undone')}</span>}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </TableRegion>
  )
}
