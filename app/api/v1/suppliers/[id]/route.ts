import { routeOf } from '#lib/web/api/handler.ts'
import { getSupplier } from '#lib/web/api/operations/suppliers.ts'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE } = routeOf(getSupplier)
