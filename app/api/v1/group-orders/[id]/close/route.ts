import { routeOf } from '#lib/web/api/handler.ts'
import { closeEarly } from '#lib/web/api/operations/group-order-steps.ts'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE } = routeOf(closeEarly)
