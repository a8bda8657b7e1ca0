import { getTranslations } from 'next-intl/server'
import { plainAmount } from '#lib/domain/money.ts'
import { UNITS } from '#lib/domain/quantity.ts'
import type { PurchaseList } from '#lib/queries/purchase-list.ts'
import { csvResponse } from '#lib/web/csv.ts'
import { getFormats } from '#lib/web/format.ts'

/** A purchase list for spreadsheets: one line a product, bare numbers, the unit in a column of its own. */
export async function purchaseCsv(name: string, { lines, suppliers, currency }: PurchaseList): Promise<Response> {
  const [t, f] = await Promise.all([getTranslations('admin'), getFormats()])
  const supplierOf = new Map(suppliers.map((supplier) => [supplier.supplierId, f.text(supplier.name)]))
  const head = [
    ...(['supplier', 'sku', 'product', 'pack', 'unit', 'ordered', 'caseOf', 'cases', 'buy', 'surplus'] as const),
    ...(['perCase', 'cost', 'currency'] as const),
  ].map((column) => t(`purchase.${column}`))
  const rows = lines.map((line) => [
    supplierOf.get(line.supplierId) || t('purchase.noSupplier'),
    line.sku,
    f.text(line.name),
    f.text(line.pack),
    UNITS[line.unit].weighed ? 'g' : t('purchase.piece'),
    ...[line.ordered, line.caseSize, line.cases, line.buy, line.surplus],
    Number(plainAmount(line.caseCostMinor, currency)),
    Number(plainAmount(line.costMinor, currency)),
    currency,
  ])
  return csvResponse(name, head, rows)
}
