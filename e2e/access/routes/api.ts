import { at, type RouteRow } from './route.ts'

/** Programs come with a key, which no role is: people find these shut (e2e/api looks inside). */
export const API_ROUTES: RouteRow[] = [
  { file: 'api/v1/[...rest]/route.ts', path: at('/api/v1/nothing'), for: 'open', status: 404 },
  {
    file: 'api/v1/group-orders/[id]/advance/route.ts',
    path: at('/api/v1/group-orders/01a20347-7293-70b7-80be-3009f83ca7c8/advance'),
    for: 'open',
    status: 405,
  },
  {
    file: 'api/v1/group-orders/[id]/cancel/route.ts',
    path: at('/api/v1/group-orders/01a20347-7293-70b7-80be-3009f83ca7c8/cancel'),
    for: 'open',
    status: 405,
  },
  {
    file: 'api/v1/group-orders/[id]/close/route.ts',
    path: at('/api/v1/group-orders/01a20347-7293-70b7-80be-3009f83ca7c8/close'),
    for: 'open',
    status: 405,
  },
  {
    file: 'api/v1/group-orders/[id]/extend-cutoff/route.ts',
    path: at('/api/v1/group-orders/01a20347-7293-70b7-80be-3009f83ca7c8/extend-cutoff'),
    for: 'open',
    status: 405,
  },
  {
    file: 'api/v1/group-orders/[id]/move-pickup/route.ts',
    path: at('/api/v1/group-orders/01a20347-7293-70b7-80be-3009f83ca7c8/move-pickup'),
    for: 'open',
    status: 405,
  },
  {
    file: 'api/v1/group-orders/[id]/orders/route.ts',
    path: at('/api/v1/group-orders/01a20347-7293-70b7-80be-3009f83ca7c8/orders'),
    for: 'open',
    status: 401,
  },
  {
    file: 'api/v1/group-orders/[id]/pick-lists/route.ts',
    path: at('/api/v1/group-orders/01a20347-7293-70b7-80be-3009f83ca7c8/pick-lists'),
    for: 'open',
    status: 401,
  },
  {
    file: 'api/v1/group-orders/[id]/publish/route.ts',
    path: at('/api/v1/group-orders/01a20347-7293-70b7-80be-3009f83ca7c8/publish'),
    for: 'open',
    status: 405,
  },
  {
    file: 'api/v1/group-orders/[id]/purchase-list/route.ts',
    path: at('/api/v1/group-orders/01a20347-7293-70b7-80be-3009f83ca7c8/purchase-list'),
    for: 'open',
    status: 401,
  },
  {
    file: 'api/v1/group-orders/[id]/route.ts',
    path: at('/api/v1/group-orders/01a20347-7293-70b7-80be-3009f83ca7c8'),
    for: 'open',
    status: 401,
  },
  {
    file: 'api/v1/group-orders/[id]/stations/[stationId]/arrival/route.ts',
    path: at(
      '/api/v1/group-orders/01a20347-7293-70b7-80be-3009f83ca7c8/stations/01a20347-724f-7686-9726-deec590b4fbb/arrival',
    ),
    for: 'open',
    status: 405,
  },
  { file: 'api/v1/group-orders/route.ts', path: at('/api/v1/group-orders'), for: 'open', status: 401 },
  { file: 'api/v1/openapi.json/route.ts', path: at('/api/v1/openapi.json'), for: 'open' },
  {
    file: 'api/v1/orders/[id]/collect/route.ts',
    path: at('/api/v1/orders/01a20347-7293-70b7-80be-3009f83ca7c8/collect'),
    for: 'open',
    status: 405,
  },
  {
    file: 'api/v1/orders/[id]/route.ts',
    path: at('/api/v1/orders/01a20347-7293-70b7-80be-3009f83ca7c8'),
    for: 'open',
    status: 401,
  },
  { file: 'api/v1/orders/route.ts', path: at('/api/v1/orders'), for: 'open', status: 401 },
  {
    file: 'api/v1/products/[id]/route.ts',
    path: at('/api/v1/products/01a20347-7293-70b7-80be-3009f83ca7c8'),
    for: 'open',
    status: 401,
  },
  {
    file: 'api/v1/products/[id]/stock-movements/route.ts',
    path: at('/api/v1/products/01a20347-7293-70b7-80be-3009f83ca7c8/stock-movements'),
    for: 'open',
    status: 401,
  },
  { file: 'api/v1/products/route.ts', path: at('/api/v1/products'), for: 'open', status: 401 },
  {
    file: 'api/v1/stations/[id]/route.ts',
    path: at('/api/v1/stations/01a20347-7293-70b7-80be-3009f83ca7c8'),
    for: 'open',
    status: 401,
  },
  { file: 'api/v1/stations/route.ts', path: at('/api/v1/stations'), for: 'open', status: 401 },
  { file: 'api/v1/stock/route.ts', path: at('/api/v1/stock'), for: 'open', status: 401 },
  {
    file: 'api/v1/suppliers/[id]/route.ts',
    path: at('/api/v1/suppliers/01a20347-7293-70b7-80be-3009f83ca7c8'),
    for: 'open',
    status: 401,
  },
  { file: 'api/v1/suppliers/route.ts', path: at('/api/v1/suppliers'), for: 'open', status: 401 },
  { file: 'api/docs/page.tsx', path: at('/api/docs'), for: 'open' },
]
