import type { Schedule } from './lifecycle.ts'
import { zonedLocal } from './time.ts'

const DAY_MS = 86_400_000

/** Wall-clock times of one zone, 'YYYY-MM-DDTHH:mm', as datetime-local inputs hold them. */
export type LocalTimes = { cutoffAt: string; pickupFrom: string; pickupUntil: string }

/** The same time of day some days later; on the wall clock, so that daylight saving moves nothing. */
function daysLater(local: string, days: number): string {
  return new Date(Date.parse(`${local}:00Z`) + days * DAY_MS).toISOString().slice(0, 16)
}

/**
 * The times offered for a new group order: orders close tomorrow at 20:00, pickup the day after from 10:00 to 13:00.
 * @param timeZone the stations' IANA zone
 * @param now the database's time
 */
export function usualTimes(timeZone: string, now: Date): LocalTimes {
  const today = zonedLocal(now, timeZone).slice(0, 10)
  return {
    cutoffAt: daysLater(`${today}T20:00`, 1),
    pickupFrom: daysLater(`${today}T10:00`, 2),
    pickupUntil: daysLater(`${today}T13:00`, 2),
  }
}

/**
 * The times of a group order that is run again: the same weekdays and hours, as many whole weeks later as it takes for
 * its cutoff to lie ahead.
 * @param times when it ran
 * @param timeZone the zone whose clock its neighbours read
 * @param now the database's time
 */
export function repeatedTimes(times: Omit<Schedule, 'opensAt'>, timeZone: string, now: Date): LocalTimes {
  const cutoff = zonedLocal(times.cutoffAt, timeZone)
  const ahead = Date.parse(`${zonedLocal(now, timeZone)}:00Z`) - Date.parse(`${cutoff}:00Z`)
  const days = 7 * Math.max(1, Math.floor(ahead / (7 * DAY_MS)) + 1)
  return {
    cutoffAt: daysLater(cutoff, days),
    pickupFrom: daysLater(zonedLocal(times.pickupFrom, timeZone), days),
    pickupUntil: daysLater(zonedLocal(times.pickupUntil, timeZone), days),
  }
}
