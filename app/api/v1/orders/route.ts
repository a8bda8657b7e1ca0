import { routeOf } from '#lib/web/api/handler.ts'
import { findOrder } from '#lib/web/api/operations/orders.ts'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE } = routeOf(findOrder)
