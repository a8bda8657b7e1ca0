import { db } from '#lib/db/client.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { Shopper } from '#lib/domain/who.ts'

export type KeptStation = {
  id: string
  name: LocalText
  address: LocalText
  door: string
  waiting: number
  arriving: number
}

/**
 * The stations that a person keeps, with what is to do at each.
 * @returns nothing for someone who keeps none
 */
export async function keptStations(who: Shopper): Promise<KeptStation[]> {
  const stations = await db.station.findMany({
    where: { keepers: { some: { userId: who.userId } } },
    select: {
      id: true,
      name: true,
      address: true,
      door: true,
      _count: {
        select: {
          orders: { where: { state: 'ready' } },
          groupOrders: { where: { arrivedAt: null, groupOrder: { state: 'dispatched' } } },
        },
      },
    },
    orderBy: { createdAt: 'asc' },
  })
  return stations.map(({ _count, name, address, ...station }) => ({
    ...station,
    name: name as LocalText,
    address: address as LocalText,
    waiting: _count.orders,
    arriving: _count.groupOrders,
  }))
}
