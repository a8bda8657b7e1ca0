import { earningsCsv } from '#app/earnings/csv.ts'
import { earningRows } from '#lib/queries/earnings.ts'
import { keeperGate } from '#lib/queries/gates.ts'
import { currentUserId } from '#lib/web/session.ts'

type Props = { params: Promise<{ stationId: string }> }

/** Everything on the keeper's account, for spreadsheets. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const userId = await currentUserId()
  const who = userId && (await keeperGate(userId, (await params).stationId))
  if (!who) return new Response(null, { status: userId ? 404 : 401, headers: { 'cache-control': 'no-store' } })
  return earningsCsv('earnings', await earningRows(who))
}
