import { now as databaseNow } from '#lib/db/clock.ts'
import { transaction } from '#lib/db/transaction.ts'
import { lowestPriceMinor } from '#lib/domain/below-cost.ts'
import { checkSchedule, type ScheduleRefusal } from '#lib/domain/lifecycle.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { Tier } from '#lib/domain/pricing.ts'
import type { ManagerOf } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'
import { checkPricing, permittedUntil } from './content.ts'
import { type Created, stateAt } from './create.ts'

type Refusal =
  | { code: 'WRONG_STATE' | 'NO_OFFERS' | 'NO_STATIONS' | 'STATION_GONE' | 'PRODUCT_GONE' }
  | { code: 'BELOW_COST'; priceMinor: number; costMinor: number }
  | ScheduleRefusal

/**
 * Opens a draft as it stands, or schedules it when its opening lies ahead. What a draft was allowed is asked again: a
 * cutoff may have passed since, a cost risen, a product or station gone.
 * @returns the state it is in now. Refuses WRONG_STATE, NO_OFFERS, NO_STATIONS, STATION_GONE, PRODUCT_GONE, BELOW_COST
 *   (RULES M1) and what `checkSchedule` refuses
 */
export async function publishGroupOrder(who: ManagerOf): Promise<Outcome<Created, Refusal>> {
  const { groupOrderId } = who
  const now = await databaseNow()
  return transaction(async (tx) => {
    const { cutoffAt } = await tx.groupOrder.findUniqueOrThrow({
      where: { id: groupOrderId },
      select: { cutoffAt: true },
    })
    const group = await tx.groupOrder.findUniqueOrThrow({
      where: { id: groupOrderId },
      include: {
        stations: { include: { station: true } },
        offers: { include: { product: { include: { belowCost: permittedUntil(cutoffAt) } }, prices: true } },
      },
    })
    if (group.state !== 'draft') return refuse({ code: 'WRONG_STATE' })
    if (group.offers.length === 0) return refuse({ code: 'NO_OFFERS' })
    if (group.stations.length === 0) return refuse({ code: 'NO_STATIONS' })
    if (group.stations.some(({ station }) => !station.active)) return refuse({ code: 'STATION_GONE' })
    for (const { product, prices, priceVersion, ...offer } of group.offers) {
      if (!product.active) return refuse({ code: 'PRODUCT_GONE' })
      const price = prices.find(({ version }) => version === priceVersion)
      if (!price) throw new Error(`offer ${offer.id} has no price ${priceVersion}`)
      const pricing = { ...offer, priceMinor: price.priceMinor, tierBy: price.tierBy, tiers: price.tiers as Tier[] }
      const priced = checkPricing(pricing, {
        costMinor: product.costMinor,
        lowestMinor: lowestPriceMinor(product.costMinor, product.belowCost),
      })
      if (!priced.ok && priced.refusal.code === 'BELOW_COST') {
        const { priceMinor, costMinor } = priced.refusal
        return refuse({ code: 'BELOW_COST', priceMinor, costMinor })
      }
    }
    const opensAt = stateAt(group.opensAt, now) === 'open' ? now : group.opensAt
    if (group.cutoffAt <= now) return refuse({ code: 'CUTOFF_IN_PAST', field: 'cutoffAt' })
    const fits = checkSchedule({ ...group, opensAt }, now)
    if (!fits.ok) return fits

    const state = stateAt(opensAt, now)
    const { count } = await tx.groupOrder.updateMany({
      where: { id: groupOrderId, state: 'draft', version: group.version },
      data: { state, opensAt, version: { increment: 1 } },
    })
    if (count !== 1) return refuse({ code: 'WRONG_STATE' })
    await audit(tx, {
      actorId: who.userId,
      actorRole: who.role,
      action: 'group_order.open',
      subjectType: 'group_order',
      subjectId: groupOrderId,
      data: { state, offers: group.offers.length, opensAt, cutoffAt: group.cutoffAt },
    })
    return accept({ groupOrderId, slug: group.slug, state })
  })
}
