import type { Role, World } from '../world.ts'
import { at, type RouteRow } from './route.ts'

const STOCK: Role[] = ['admin', 'stockAdmin']
const ALL_DUTIES: Role[] = ['admin']

const adminGroup =
  (rest = '') =>
  (world: World) =>
    `/admin/group-orders/${world.group.groupOrderId}${rest}`

/** The operator, and what is made for paper. */
export const ADMIN_ROUTES: RouteRow[] = [
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
  { file: 'admin/purchase-orders/page.tsx', path: at('/admin/purchase-orders'), for: STOCK, else: 403 },
  {
    file: 'admin/purchase-orders/[id]/page.tsx',
    path: ({ purchase }) => `/admin/purchase-orders/${purchase.purchaseOrderId}`,
    for: STOCK,
    else: 403,
  },
  {
    file: 'admin/purchase-orders/[id]/[file]/route.ts',
    path: ({ purchase }) => `/admin/purchase-orders/${purchase.purchaseOrderId}/order.csv`,
    for: STOCK,
    else: 403,
    visitor: 401,
  },
  {
    file: 'print/purchase-orders/[id]/page.tsx',
    path: ({ purchase }) => `/print/purchase-orders/${purchase.purchaseOrderId}`,
    for: STOCK,
    else: 403,
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
]
