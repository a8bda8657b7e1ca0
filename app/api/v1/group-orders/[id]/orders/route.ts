import { routeOf } from '#lib/web/api/handler.ts'
import { listOrders } from '#lib/web/api/operations/orders.ts'
import { placeOrder } from '#lib/web/api/operations/place-order.ts'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE } = routeOf(listOrders, placeOrder)
