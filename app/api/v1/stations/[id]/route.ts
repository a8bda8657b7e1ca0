import { routeOf } from '#lib/web/api/handler.ts'
import { getStation, patchStation } from '#lib/web/api/operations/stations.ts'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE } = routeOf(getStation, patchStation)
