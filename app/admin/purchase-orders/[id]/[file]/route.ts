import { purchaseVersionFile } from '#lib/queries/purchase-orders.ts'
import { fileResponse } from '#lib/web/csv.ts'
import { currentLocale } from '#lib/web/format.ts'
import { downloadGate } from '../../../gate.ts'

type Context = { params: Promise<{ id: string; file: string }> }

const FORMATS = { 'order.csv': 'csv', 'order.xlsx': 'xlsx' } as const

/** The version that was sent last, or `?version=`, as a file in the reader's language. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { who, refusal } = await downloadGate('stock')
  if (!who) return refusal
  const { id, file } = await params
  const format = Object.hasOwn(FORMATS, file) ? FORMATS[file as keyof typeof FORMATS] : undefined
  const version = new URL(request.url).searchParams.get('version') ?? undefined
  const made = format && (await purchaseVersionFile(who, { id, version }, format, await currentLocale()))
  return made ? fileResponse(made.name, made.contentType, made.content) : new Response(null, { status: 404 })
}
