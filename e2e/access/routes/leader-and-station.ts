import type { Role, World } from '../world.ts'
import { at, type RouteRow } from './route.ts'

const LEADERS: Role[] = ['leader', 'otherLeader']
const MANAGERS: Role[] = ['leader', 'admin']
const KEEPERS: Role[] = ['keeper', 'otherKeeper']
const group =
  (rest = '') =>
  (world: World) =>
    `/leader/group-orders/${world.group.groupOrderId}${rest}`
const station =
  (rest = '') =>
  (world: World) =>
    `/station/${world.stationId}${rest}`

/** Leaders and keepers. */
export const LEADER_AND_STATION_ROUTES: RouteRow[] = [
  { file: 'leader/page.tsx', path: at('/leader'), for: LEADERS, else: 307 },
  { file: 'leader/apply/page.tsx', path: at('/leader/apply'), for: 'signed-in' },
  { file: 'leader/carried/page.tsx', path: at('/leader/carried'), for: LEADERS, else: 403 },
  { file: 'leader/earnings/page.tsx', path: at('/leader/earnings'), for: LEADERS, else: 403 },
  { file: 'leader/earnings.csv/route.ts', path: at('/leader/earnings.csv'), for: LEADERS, else: 403, visitor: 401 },
  { file: 'leader/group-orders/new/page.tsx', path: at('/leader/group-orders/new'), for: LEADERS, else: 403 },
  { file: 'leader/group-orders/[id]/page.tsx', path: group(), for: MANAGERS, else: 404 },
  { file: 'leader/group-orders/[id]/edit/page.tsx', path: group('/edit'), for: MANAGERS, else: 404 },
  { file: 'leader/group-orders/[id]/roll-call/page.tsx', path: group('/roll-call'), for: MANAGERS, else: 404 },
  // who keeps one station is sent to it
  { file: 'station/page.tsx', path: at('/station'), for: KEEPERS, status: 307, else: 403 },
  { file: 'station/[stationId]/page.tsx', path: station(), for: ['keeper'], else: 404 },
  { file: 'station/[stationId]/code/page.tsx', path: station('/code'), for: ['keeper'], else: 404 },
  { file: 'station/[stationId]/scan/page.tsx', path: station('/scan'), for: ['keeper'], else: 404 },
  { file: 'station/[stationId]/earnings/page.tsx', path: station('/earnings'), for: ['keeper'], else: 404 },
  {
    file: 'station/[stationId]/earnings.csv/route.ts',
    path: station('/earnings.csv'),
    for: ['keeper'],
    else: 404,
    visitor: 401,
  },
  { file: 'station/[stationId]/till/page.tsx', path: station('/till'), for: ['keeper'], else: 404 },
  {
    file: 'station/[stationId]/orders/[orderId]/page.tsx',
    path: (world) => station(`/orders/${world.waitingOrderId}`)(world),
    for: ['keeper'],
    else: 404,
  },
]
