import { getTranslations } from 'next-intl/server'
import { UNITS } from '#lib/domain/quantity.ts'
import { pickLists } from '#lib/queries/pick-list.ts'
import { csvResponse } from '#lib/web/csv.ts'
import { getFormats } from '#lib/web/format.ts'
import { downloadGate } from '../../../gate.ts'
import { labelText } from '../../../label-text.ts'

type Props = { params: Promise<{ id: string }> }

/** One group order's pick lists, for spreadsheets: a line for each product in each order. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { who, refusal } = await downloadGate('stock')
  if (!who) return refusal
  const lists = await pickLists(who, (await params).id)
  if (!lists) return new Response(null, { status: 404 })
  const [t, common, f] = await Promise.all([getTranslations('admin'), getTranslations('common'), getFormats()])
  const products = new Map(lists.products.map((product) => [product.offerId, product]))
  const head = (
    ['station', 'label', 'number', 'name', 'phone', 'sku', 'product', 'pack', 'quantity', 'unit'] as const
  ).map((column) => t(`picks.${column}`))
  const rows = lists.stations.flatMap((station) =>
    station.orders.flatMap((order) =>
      order.lines.map(({ offerId, quantity }) => {
        const product = products.get(offerId)
        return [
          f.text(station.name),
          labelText(common, order.label),
          order.number,
          order.name,
          order.phoneEnd,
          product?.sku ?? '',
          f.text(product?.name),
          f.text(product?.pack),
          quantity,
          product && UNITS[product.unit].weighed ? 'g' : t('purchase.piece'),
        ]
      }),
    ),
  )
  return csvResponse(`pick-lists-${lists.slug}`, head, rows)
}
