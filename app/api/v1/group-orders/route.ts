import { routeOf } from '#lib/web/api/handler.ts'
import { createGroupOrderOperation, listGroupOrders } from '#lib/web/api/operations/group-orders.ts'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE } = routeOf(listGroupOrders, createGroupOrderOperation)
