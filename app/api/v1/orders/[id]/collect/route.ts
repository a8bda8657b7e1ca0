import { routeOf } from '#lib/web/api/handler.ts'
import { collectOrder } from '#lib/web/api/operations/orders.ts'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE } = routeOf(collectOrder)
