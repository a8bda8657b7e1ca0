import { db, pool } from '#lib/db/client.ts'
import { maskContact, maskName } from '#lib/domain/masking.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { isId } from './gates.ts'

export type AdminStationRow = {
  id: string
  name: LocalText
  address: LocalText
  hours: LocalText
  capacity: number | null
  active: boolean
  keepers: number
  /** Orders that lie there or are on their way. */
  waiting: number
}

/** Every station by name. */
export async function adminStations(_who: AdminFor<'people'>): Promise<AdminStationRow[]> {
  const { rows } = await pool.query<AdminStationRow>(
    `select s.id, s.name, s.address, s.hours, s.capacity, s.active,
       (select count(*)::int from station_keepers k where k.station_id = s.id) as keepers,
       (select count(*)::int from orders o join group_orders g on g.id = o.group_order_id
          where o.station_id = s.id and o.state in ('placed', 'ready') and g.closed_at is not null) as waiting
     from stations s order by not s.active, s.name->>'en', s.id`,
  )
  return rows
}

/** One station and who hands over there, masked; undefined when there is none. */
export async function adminStation(_who: AdminFor<'people'>, id: string) {
  if (!isId(id)) return undefined
  const station = await db.station.findUnique({
    where: { id },
    include: { keepers: { include: { user: { select: { id: true, name: true, email: true, phone: true } } } } },
  })
  if (!station) return undefined
  const { keepers, ...rest } = station
  return {
    ...rest,
    keepers: keepers.map(({ user }) => ({
      userId: user.id,
      name: user.name ? maskName(user.name) : '',
      contact: maskContact(user.email ?? user.phone ?? ''),
    })),
  }
}
