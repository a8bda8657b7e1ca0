import { getTranslations } from 'next-intl/server'
import { UNITS } from '#lib/domain/quantity.ts'
import { type InventoryRow, inventory } from '#lib/queries/admin-inventory.ts'
import { csvResponse } from '#lib/web/csv.ts'
import { getFormats } from '#lib/web/format.ts'
import { downloadGate } from '../gate.ts'

/** What lies in store, as far as the page's filter goes, for spreadsheets. */
export async function GET(request: Request): Promise<Response> {
  const { who, refusal } = await downloadGate('stock')
  if (!who) return refusal
  const query = new URL(request.url).searchParams
  const filter = {
    search: query.get('q') ?? undefined,
    place: query.get('place') ?? undefined,
    low: query.has('low'),
    all: query.has('all'),
  }
  const all: InventoryRow[] = []
  for (let page = 1, pages = 1; page <= pages; page++) {
    const list = await inventory(who, { ...filter, page })
    all.push(...list.rows)
    pages = list.pages
  }
  const [t, f] = await Promise.all([getTranslations('admin'), getFormats()])
  const head = [
    ...([
      'product',
      'pack',
      'sku',
      'place',
      'unit',
      'onHand',
      'reserved',
      'available',
      'reorderAt',
      'lastChange',
    ] as const),
  ].map((column) => t(`inventory.${column}`))
  const rows = all.map((row) => [
    f.text(row.name),
    f.text(row.pack),
    row.sku,
    row.place,
    UNITS[row.unit].weighed ? 'g' : t('purchase.piece'),
    row.onHand,
    row.reserved,
    row.available,
    row.reorderAt,
    row.last?.at ?? '',
  ])
  return csvResponse('inventory', head, rows)
}
