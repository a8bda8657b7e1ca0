import { routeOf } from '#lib/web/api/handler.ts'
import { listMovements, moveStock } from '#lib/web/api/operations/stock.ts'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE } = routeOf(listMovements, moveStock)
