import { earningsCsv } from '#app/earnings/csv.ts'
import { earningRows } from '#lib/queries/earnings.ts'
import { leaderGate } from '#lib/queries/gates.ts'
import { currentUserId } from '#lib/web/session.ts'

/** Everything on the leader's account, for spreadsheets. */
export async function GET(): Promise<Response> {
  const userId = await currentUserId()
  const who = userId && (await leaderGate(userId))
  if (!who) return new Response(null, { status: userId ? 403 : 401, headers: { 'cache-control': 'no-store' } })
  return earningsCsv('earnings', await earningRows(who))
}
