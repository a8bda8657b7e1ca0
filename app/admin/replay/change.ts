import { parseMoney } from '#lib/domain/money.ts'
import { checkTiers, type Tier } from '#lib/domain/pricing.ts'
import type { ReplayChange } from '#lib/domain/replay.ts'
import { env } from '#lib/infra/env.ts'
import { isId } from '#lib/queries/gates.ts'

/** By how many minutes a cutoff may be played earlier. */
export const EARLIER = [0, 30, 60, 120, 240, 720, 1440] as const

export type Asked = Record<
  'commission' | 'earlier' | 'without' | 'product' | 'from1' | 'price1' | 'from2' | 'price2',
  string
>

/** What an address asks to change, and the fields that cannot be read. */
export function changeOf(asked: Asked): { change: ReplayChange; faults: (keyof Asked)[] } {
  const change: ReplayChange = {}
  const faults: (keyof Asked)[] = []
  if (/^\d{1,2}([.]\d{1,2})?$/.test(asked.commission)) change.commissionBps = Math.round(Number(asked.commission) * 100)
  else if (asked.commission) faults.push('commission')
  const earlierMinutes = EARLIER.find((each) => String(each) === asked.earlier)
  if (earlierMinutes) change.earlierMinutes = earlierMinutes
  if (isId(asked.without)) change.withoutStationId = asked.without
  if (isId(asked.product)) {
    const tiers = tiersOf(asked, faults)
    if (tiers) change.tiers = { productId: asked.product, tiers }
  }
  return { change, faults }
}

/** No row at all means no tiers: that can be tried too. */
function tiersOf(asked: Asked, faults: (keyof Asked)[]): Tier[] | undefined {
  const tiers: Tier[] = []
  for (const [fromName, priceName] of [
    ['from1', 'price1'],
    ['from2', 'price2'],
  ] as const) {
    const [from, price] = [asked[fromName], asked[priceName]]
    if (!from && !price) continue
    const priceMinor = parseMoney(price, env.CURRENCY)
    if (!/^\d{1,5}$/.test(from)) faults.push(fromName)
    else if (!priceMinor) faults.push(priceName)
    else tiers.push({ from: Number(from), priceMinor })
  }
  if (faults.length > 0) return undefined
  // any price may be tried: what was asked for it does not bind the trial
  const fits = checkTiers({ priceMinor: Number.MAX_SAFE_INTEGER, tierBy: 'orders', tiers })
  if (fits.ok) return tiers
  faults.push(fits.refusal.index === 1 ? 'from2' : 'from1')
  return undefined
}
