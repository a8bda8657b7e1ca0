import { getTranslations } from 'next-intl/server'
import { UNITS, type Unit } from '#lib/domain/quantity.ts'
import type { DeskGroup } from '#lib/queries/leader-desk.ts'
import type { LeaderGroup } from '#lib/queries/leader-group.ts'
import { getFormats } from '#lib/web/format.ts'

const HOUR_MS = 3_600_000
/** From here on a cutoff is urgent. */
const URGENT_MS = 3 * HOUR_MS

export type Line = { text: string; isUrgent: boolean }

/** What the leader's pages say about groups, in the reader's language. */
export async function getView() {
  const [t, tc, f] = await Promise.all([getTranslations('leader'), getTranslations('common'), getFormats()])

  const duration = (ms: number): string => {
    const minutes = Math.max(0, Math.floor(ms / 60_000))
    const [d, h, m] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24, minutes % 60]
    if (d > 0) return t('duration.days', { d, h })
    return h > 0 ? t('duration.hours', { h, m }) : t('duration.minutes', { m })
  }

  /** Pieces as a number, weighed goods in their own unit: "34", "12.5 kg". */
  const amount = (quantity: number, unit: Unit): string => {
    if (!UNITS[unit].weighed) return f.number(quantity)
    const weight = f.number(Math.round((quantity * 10) / UNITS[unit].perPrice) / 10)
    return t('amount.weight', { amount: weight, unit: tc(`unit.${unit}`) })
  }

  const timeLeft = (cutoffAt: Date, now: Date): Line => {
    const left = cutoffAt.getTime() - now.getTime()
    return { text: t('desk.left', { time: duration(left) }), isUrgent: left < URGENT_MS }
  }

  /** The second line of a group in the list. */
  const deskLine = (group: DeskGroup, now: Date): Line => {
    const plain = (text: string): Line => ({ text, isUrgent: false })
    const { state, timeZone, cutoffAt, orders, collected } = group
    switch (state) {
      case 'open': {
        const line = timeLeft(cutoffAt, now)
        return line.isUrgent ? line : plain(t('desk.openTo', { day: f.day(cutoffAt, timeZone) }))
      }
      case 'scheduled':
        return plain(t('desk.opens', { when: f.when(group.opensAt, timeZone) }))
      case 'draft':
        return plain(t('desk.draft'))
      case 'closed':
      case 'confirmed':
      case 'received':
      case 'dispatched':
        return plain(t('desk.pickup', { day: f.day(group.pickupFrom, timeZone) }))
      case 'arrived':
        return plain(t('desk.collecting', { left: orders - collected, orders }))
      case 'failed':
      case 'cancelled':
        return plain(tc(`groupStates.${state}`))
      default:
        return plain(t('desk.over', { orders }))
    }
  }

  /** One sentence on where a group stands. */
  const stateLine = (group: LeaderGroup): string => {
    const { timeZone, cutoffAt } = group
    const key = group.failedReason === 'no_loss_not_met' ? 'notPaying' : group.state
    return t(`state.${key}`, {
      opens: f.when(group.opensAt, timeZone),
      cutoff: f.when(cutoffAt, timeZone),
      pickup: f.window(group.pickupFrom, group.pickupUntil, timeZone),
      minimum: group.minimumOrders,
      reason: group.cancelReason ?? '',
    })
  }

  return { t, tc, f, duration, amount, timeLeft, deskLine, stateLine }
}

export type View = Awaited<ReturnType<typeof getView>>
