import { earningsCsv } from '#app/earnings/csv.ts'
import { statementGate } from '#lib/queries/gates.ts'
import { statement } from '#lib/queries/statement.ts'
import { currentUserId } from '#lib/web/session.ts'

type Props = { params: Promise<{ id: string }> }

/** Everything in a statement, for spreadsheets. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const userId = await currentUserId()
  const who = userId && (await statementGate(userId, (await params).id))
  if (!who) return new Response(null, { status: userId ? 404 : 401, headers: { 'cache-control': 'no-store' } })
  const { number, entries, currency } = await statement(who)
  return earningsCsv(`statement-${number}`, entries, currency)
}
