import { routeOf } from '#lib/web/api/handler.ts'
import { getProduct, patchProduct } from '#lib/web/api/operations/products.ts'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE } = routeOf(getProduct, patchProduct)
