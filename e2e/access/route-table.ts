import { ADMIN_ROUTES } from './routes/admin.ts'
import { API_ROUTES } from './routes/api.ts'
import { LEADER_AND_STATION_ROUTES } from './routes/leader-and-station.ts'
import type { RouteRow } from './routes/route.ts'
import { SHOP_ROUTES } from './routes/shop.ts'
import type { Role } from './world.ts'

/** Every page and every route there is, and who gets what (OWASP ASVS 5.0, 8.2.1). */
export const ROUTES: RouteRow[] = [...SHOP_ROUTES, ...LEADER_AND_STATION_ROUTES, ...ADMIN_ROUTES, ...API_ROUTES]

/** What this role gets from this route: a status, or the way to the sign-in page. */
export function expectedOf(
  { for: allowed, status = 200, else: denied, visitor = 0 }: RouteRow,
  role: Role,
): number | 'sign-in' {
  const isVisitor = role === 'visitor' || role === 'disabled'
  const isAllowed =
    allowed === 'open' || (allowed === 'signed-in' && !isVisitor) || (Array.isArray(allowed) && allowed.includes(role))
  if (isAllowed) return status
  return isVisitor ? visitor || 'sign-in' : (denied ?? 0)
}
