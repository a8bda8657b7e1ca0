import { routeOf } from '#lib/web/api/handler.ts'
import { createStation, listStations } from '#lib/web/api/operations/stations.ts'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE } = routeOf(listStations, createStation)
