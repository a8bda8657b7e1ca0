import type { AdminDuty } from '#lib/domain/duties.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { currentRoles, currentUserId, pageAdmin } from '#lib/web/session.ts'

/** The gate of a page that every admin may see, whatever their duty. */
export async function pageAnyAdmin(path: string): Promise<AdminFor | undefined> {
  const { duties } = await currentRoles()
  return pageAdmin(path, duties[0] ?? 'stock')
}

/** The gate of an action that needs one duty. */
export const dutyGate =
  <Duty extends AdminDuty>(duty: Duty) =>
  async (userId: string | undefined): Promise<AdminFor<Duty> | undefined> =>
    userId ? adminGate(userId, duty) : undefined

/** The gate of a download: the permission, or the answer to give instead. */
export async function downloadGate<Duty extends AdminDuty>(
  duty: Duty,
): Promise<{ who: AdminFor<Duty>; refusal?: undefined } | { who?: undefined; refusal: Response }> {
  const userId = await currentUserId()
  const who = userId && (await adminGate(userId, duty))
  if (who) return { who }
  return { refusal: new Response(null, { status: userId ? 403 : 401, headers: { 'cache-control': 'no-store' } }) }
}
