import { routeOf } from '#lib/web/api/handler.ts'
import { getPickLists } from '#lib/web/api/operations/lists.ts'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE } = routeOf(getPickLists)
