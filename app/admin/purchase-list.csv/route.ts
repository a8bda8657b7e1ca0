import { combinedPurchaseList } from '#lib/queries/purchase-list.ts'
import { downloadGate } from '../gate.ts'
import { purchaseCsv } from '../purchase-csv.ts'

/** The combined purchase list of all closed, not yet bought groups, for spreadsheets. */
export async function GET(): Promise<Response> {
  const { who, refusal } = await downloadGate('stock')
  return who ? purchaseCsv('purchase-list', await combinedPurchaseList(who)) : refusal
}
