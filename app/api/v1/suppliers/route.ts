import { routeOf } from '#lib/web/api/handler.ts'
import { createSupplier, listSuppliers } from '#lib/web/api/operations/suppliers.ts'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE } = routeOf(listSuppliers, createSupplier)
