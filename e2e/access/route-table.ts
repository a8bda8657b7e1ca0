import type { Role, World } from './world.ts'

type Expected = 'open' | 'signed-in' | Role[]
export type RouteRow = {
  file: string
  path: (world: World) => string
  /** Who gets the page. */
  for: Expected
  /** What everybody else who is signed in gets; a visitor is sent to sign in. */
  else?: number
  /** What those get who get it, where it is not 200. */
  status?: number
  /** What a visitor gets where it is not the way to the sign-in page. */
  visitor?: number
}

const LEADERS: Role[] = ['leader', 'otherLeader']
const MANAGERS: Role[] = ['leader', 'admin']
const KEEPERS: Role[] = ['keeper', 'otherKeeper']
const STOCK: Role[] = ['admin', 'stockAdmin']
const ALL_DUTIES: Role[] = ['admin']

const group =
  (rest = '') =>
  (world: World) =>
    `/leader/group-orders/${world.group.groupOrderId}${rest}`
const adminGroup =
  (rest = '') =>
  (world: World) =>
    `/admin/group-orders/${world.group.groupOrderId}${rest}`
const station =
  (rest = '') =>
  (world: World) =>
    `/station/${world.stationId}${rest}`
const at = (path: string) => () => path

/** Every page and every route there is, and who gets what (OWASP ASVS 5.0, 8.2.1). */
export const ROUTES: RouteRow[] = [
  { file: '(shop)/page.tsx', path: at('/'), for: 'open' },
  { file: '(shop)/about/page.tsx', path: at('/about'), for: 'open' },
  { file: '(shop)/g/[slug]/page.tsx', path: ({ group: { slug } }) => `/g/${slug}`, for: 'open' },
  { file: '(shop)/g/[slug]/checkout/page.tsx', path: ({ group: { slug } }) => `/g/${slug}/checkout`, for: 'open' },
  {
    file: '(shop)/g/[slug]/mine/route.ts',
    path: ({ group: { slug, groupOrderId } }) => `/g/${slug}/mine?group=${groupOrderId}`,
    for: 'open',
  },
  // by POST alone; e2e/crowd.spec.ts sends it
  {
    file: '(shop)/g/[slug]/basket/route.ts',
    path: ({ group: { slug } }) => `/g/${slug}/basket`,
    for: 'open',
    status: 405,
  },
  { file: 'c/[code]/route.ts', path: ({ carrier: { code } }) => `/c/${code}`, for: 'open', status: 303 },
  {
    file: 'api/live/route.ts',
    path: ({ group: { groupOrderId } }) => `/api/live?group=${groupOrderId}&once=1`,
    for: 'open',
  },
  { file: '(shop)/sign-in/page.tsx', path: at('/sign-in'), for: 'open' },
  { file: '(shop)/sign-in/code/page.tsx', path: at('/sign-in/code'), for: 'open' },
  { file: '(shop)/me/page.tsx', path: at('/me'), for: 'signed-in' },
  { file: '(shop)/me/notices/page.tsx', path: at('/me/notices'), for: 'signed-in' },
  // whoever holds the link; of what is no link it says so
  { file: '(shop)/notices/[token]/page.tsx', path: at('/notices/none'), for: 'open' },
  { file: '(shop)/me/wallet/page.tsx', path: at('/me/wallet'), for: 'signed-in' },
  { file: '(shop)/me/wallet/top-up/page.tsx', path: at('/me/wallet/top-up'), for: 'signed-in' },
  {
    file: '(shop)/me/payments/[id]/page.tsx',
    path: ({ paymentId }) => `/me/payments/${paymentId}`,
    for: ['shopper'],
    else: 404,
  },
  { file: '(shop)/orders/page.tsx', path: at('/orders'), for: 'signed-in' },
  { file: '(shop)/orders/[id]/page.tsx', path: ({ orderId }) => `/orders/${orderId}`, for: ['shopper'], else: 404 },
  {
    file: '(shop)/orders/[id]/change/page.tsx',
    path: ({ orderId }) => `/orders/${orderId}/change`,
    for: ['shopper'],
    else: 404,
  },
  { file: '[...rest]/page.tsx', path: at('/no/such/page'), for: 'open', status: 404 },
  { file: 'dev/mailbox/page.tsx', path: at('/dev/mailbox'), for: 'open' },
  { file: 'api/health/route.ts', path: at('/api/health'), for: 'open' },
  { file: 'api/health/live/route.ts', path: at('/api/health/live'), for: 'open' },
  { file: 'api/metrics/route.ts', path: at('/api/metrics'), for: 'open' },
  // redeems codes, by POST alone
  { file: 'api/auth/[...nextauth]/route.ts', path: at('/api/auth/callback/code'), for: 'open', status: 405 },
  // by POST alone, signed; e2e/payment.spec.ts sends it
  { file: 'api/webhooks/stripe/route.ts', path: at('/api/webhooks/stripe'), for: 'open', status: 405 },
  // one click in a mail program is a post; whoever follows the address is asked first
  { file: 'api/webhooks/notices/[token]/route.ts', path: at('/api/webhooks/notices/none'), for: 'open', status: 303 },
  { file: 'media/[...key]/route.ts', path: at('/media/no-such-picture.webp'), for: 'open', status: 404 },

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

  { file: 'admin/page.tsx', path: at('/admin'), for: STOCK, else: 403 },
  { file: 'admin/group-orders/page.tsx', path: at('/admin/group-orders'), for: STOCK, else: 403 },
  { file: 'admin/group-orders/[id]/page.tsx', path: adminGroup(), for: STOCK, else: 403 },
  { file: 'admin/group-orders/[id]/purchase-list/page.tsx', path: adminGroup('/purchase-list'), for: STOCK, else: 403 },
  { file: 'admin/group-orders/[id]/pick-lists/page.tsx', path: adminGroup('/pick-lists'), for: STOCK, else: 403 },
  {
    file: 'admin/group-orders/[id]/purchase-list.csv/route.ts',
    path: adminGroup('/purchase-list.csv'),
    for: STOCK,
    else: 403,
    visitor: 401,
  },
  {
    file: 'admin/group-orders/[id]/pick-lists.csv/route.ts',
    path: adminGroup('/pick-lists.csv'),
    for: STOCK,
    else: 403,
    visitor: 401,
  },
  { file: 'admin/purchase-list/page.tsx', path: at('/admin/purchase-list'), for: STOCK, else: 403 },
  {
    file: 'admin/purchase-list.csv/route.ts',
    path: at('/admin/purchase-list.csv'),
    for: STOCK,
    else: 403,
    visitor: 401,
  },
  { file: 'admin/inventory/page.tsx', path: at('/admin/inventory'), for: STOCK, else: 403 },
  { file: 'admin/inventory.csv/route.ts', path: at('/admin/inventory.csv'), for: STOCK, else: 403, visitor: 401 },
  {
    file: 'admin/inventory/[productId]/page.tsx',
    path: (world) => `/admin/inventory/${world.group.offers[0]?.productId}`,
    for: STOCK,
    else: 403,
  },
  { file: 'admin/products/page.tsx', path: at('/admin/products'), for: ALL_DUTIES, else: 403 },
  {
    file: 'admin/products/[id]/page.tsx',
    path: (world) => `/admin/products/${world.group.offers[0]?.productId}`,
    for: ALL_DUTIES,
    else: 403,
  },
  { file: 'admin/suppliers/page.tsx', path: at('/admin/suppliers'), for: ALL_DUTIES, else: 403 },
  { file: 'admin/suppliers/[id]/page.tsx', path: at('/admin/suppliers/new'), for: ALL_DUTIES, else: 403 },
  { file: 'admin/payments/page.tsx', path: at('/admin/payments'), for: ALL_DUTIES, else: 403 },
  { file: 'admin/disputes/page.tsx', path: at('/admin/disputes'), for: ALL_DUTIES, else: 403 },
  { file: 'admin/margins/page.tsx', path: at('/admin/margins'), for: ALL_DUTIES, else: 403 },
  { file: 'admin/margins.csv/route.ts', path: at('/admin/margins.csv'), for: ALL_DUTIES, else: 403, visitor: 401 },
  { file: 'admin/replay/page.tsx', path: at('/admin/replay'), for: ALL_DUTIES, else: 403 },
  { file: 'admin/rates/page.tsx', path: at('/admin/rates'), for: ALL_DUTIES, else: 403 },
  { file: 'admin/money/page.tsx', path: at('/admin/money'), for: ALL_DUTIES, else: 403 },
  { file: 'admin/coupons/page.tsx', path: at('/admin/coupons'), for: ALL_DUTIES, else: 403 },
  { file: 'admin/wallets/page.tsx', path: at('/admin/wallets'), for: ALL_DUTIES, else: 403 },
  { file: 'admin/invoices/page.tsx', path: at('/admin/invoices'), for: ALL_DUTIES, else: 403 },
  { file: 'admin/invoices.csv/route.ts', path: at('/admin/invoices.csv'), for: ALL_DUTIES, else: 403, visitor: 401 },
  {
    file: 'print/invoices/[id]/page.tsx',
    path: ({ invoiceId }) => `/print/invoices/${invoiceId}`,
    for: ['shopper', 'admin'],
    else: 404,
  },
  { file: 'admin/earnings/page.tsx', path: at('/admin/earnings'), for: ALL_DUTIES, else: 403 },
  {
    file: 'admin/earnings/[accountId]/page.tsx',
    path: ({ earned: { accountId } }) => `/admin/earnings/${accountId}`,
    for: ALL_DUTIES,
    else: 403,
  },
  {
    file: 'print/statements/[id]/page.tsx',
    path: ({ earned: { statementId } }) => `/print/statements/${statementId}`,
    for: ['leader', 'admin'],
    else: 404,
  },
  {
    file: 'print/statements/[id]/statement.csv/route.ts',
    path: ({ earned: { statementId } }) => `/print/statements/${statementId}/statement.csv`,
    for: ['leader', 'admin'],
    else: 404,
    visitor: 401,
  },
  { file: 'admin/stations/page.tsx', path: at('/admin/stations'), for: ALL_DUTIES, else: 403 },
  {
    file: 'admin/stations/[id]/page.tsx',
    path: ({ stationId }) => `/admin/stations/${stationId}`,
    for: ALL_DUTIES,
    else: 403,
  },
  { file: 'admin/leaders/page.tsx', path: at('/admin/leaders'), for: ALL_DUTIES, else: 403 },
  { file: 'admin/people/page.tsx', path: at('/admin/people'), for: ALL_DUTIES, else: 403 },
  { file: 'admin/api-keys/page.tsx', path: at('/admin/api-keys'), for: ALL_DUTIES, else: 403 },
  { file: 'admin/audit/page.tsx', path: at('/admin/audit'), for: ALL_DUTIES, else: 403 },
  { file: 'admin/operator/page.tsx', path: at('/admin/operator'), for: ALL_DUTIES, else: 403 },

  { file: 'print/purchase-list/page.tsx', path: at('/print/purchase-list'), for: STOCK, else: 403 },
  {
    file: 'print/group-orders/[id]/purchase-list/page.tsx',
    path: (world) => `/print${adminGroup('/purchase-list')(world).replace('/admin', '')}`,
    for: STOCK,
    else: 403,
  },
  {
    file: 'print/group-orders/[id]/pick-lists/page.tsx',
    path: (world) => `/print${adminGroup('/pick-lists')(world).replace('/admin', '')}`,
    for: ['leader', 'admin', 'stockAdmin'],
    else: 404,
  },

  // Programs come with a key, which no role is: people find these shut (e2e/api looks inside).
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
