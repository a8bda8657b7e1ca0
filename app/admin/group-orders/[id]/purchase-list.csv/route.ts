import { purchaseList } from '#lib/queries/purchase-list.ts'
import { downloadGate } from '../../../gate.ts'
import { purchaseCsv } from '../../../purchase-csv.ts'

type Props = { params: Promise<{ id: string }> }

/** One group order's purchase list, for spreadsheets. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { who, refusal } = await downloadGate('stock')
  if (!who) return refusal
  const list = await purchaseList(who, (await params).id)
  return list ? purchaseCsv(`purchase-list-${list.slug}`, list) : new Response(null, { status: 404 })
}
