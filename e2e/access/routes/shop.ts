import { at, type RouteRow } from './route.ts'

/** What everybody finds: the shop, signing in, and what machines look at. */
export const SHOP_ROUTES: RouteRow[] = [
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
  {
    file: '(shop)/orders/[id]/claim/page.tsx',
    path: ({ orderId }) => `/orders/${orderId}/claim`,
    for: ['shopper'],
    else: 404,
  },
  { file: '(shop)/claims/page.tsx', path: at('/claims'), for: ['leader', 'otherLeader', 'admin'], else: 403 },
  {
    file: '(shop)/claims/[id]/page.tsx',
    path: ({ claimId }) => `/claims/${claimId}`,
    for: ['shopper', 'leader', 'admin'],
    else: 404,
  },
  // e2e/claims.spec.ts asks for pictures that are there
  {
    file: '(shop)/claims/[id]/photos/[key]/route.ts',
    path: ({ claimId }) => `/claims/${claimId}/photos/none`,
    for: 'signed-in',
    status: 404,
    visitor: 401,
  },
  { file: '[...rest]/page.tsx', path: at('/no/such/page'), for: 'open', status: 404 },
  { file: 'dev/mailbox/page.tsx', path: at('/dev/mailbox'), for: 'open' },
  { file: 'dev/mailbox/[id]/[file]/route.ts', path: at('/dev/mailbox/nothing/order.csv'), for: 'open', status: 404 },
  // whoever has the address: e2e/buying.spec.ts looks at wrong, old and stopped ones
  { file: 's/[token]/page.tsx', path: ({ purchase }) => `/s/${purchase.token}`, for: 'open' },
  {
    file: 's/[token]/[locale]/route.ts',
    path: ({ purchase }) => `/s/${purchase.token}/en`,
    for: 'open',
    status: 303,
  },
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
]
