import { zonedInstant, zonedLocal } from '#lib/domain/time.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** The times of the demo, all relative to the moment it is loaded and on the neighbourhood's own clock. */
export type Clock = {
  now: Date
  /** So many hours from now (before, when negative), on the full minute. */
  hours: (count: number) => Date
  /** A wall time of the day that is so many days from today. */
  day: (days: number, time: string) => Date
  /** How many days until the next such weekday (0 = Sunday) whose wall time is at least `aheadHours` away. */
  daysUntil: (weekday: number, time: string, aheadHours: number) => number
  /** A pickup window that lies around now in the daytime, else on the coming morning. */
  today: () => { pickupFrom: Date; pickupUntil: Date }
}

/** @param timeZone IANA zone of the demo's stations */
export function clockAt(now: Date, timeZone: string): Clock {
  const at = (day: string, time: string): Date => {
    const instant = zonedInstant(`${day}T${time}`, timeZone)
    // an hour that daylight saving skips: the demo can well do with the one before
    return instant.ok ? instant.value : at(day, `0${Number(time.slice(1, 2)) - 1}${time.slice(2)}`)
  }
  const dayIn = (days: number): string => {
    const today = zonedLocal(now, timeZone).slice(0, 10)
    return new Date(Date.parse(`${today}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
  }
  const day: Clock['day'] = (days, time) => at(dayIn(days), time)
  return {
    now,
    hours: (count) => new Date(Math.floor((now.getTime() + count * HOUR_MS) / MINUTE_MS) * MINUTE_MS),
    day,
    daysUntil: (weekday, time, aheadHours) => {
      for (let days = 0; ; days += 1) {
        const isDay = new Date(`${dayIn(days)}T12:00:00Z`).getUTCDay() === weekday
        if (isDay && day(days, time).getTime() >= now.getTime() + aheadHours * HOUR_MS) return days
      }
    },
    today: () => {
      const hour = Number(zonedLocal(now, timeZone).slice(11, 13))
      const isDay = hour >= 8 && hour < 18
      return isDay
        ? { pickupFrom: day(0, `${String(hour - 1).padStart(2, '0')}:00`), pickupUntil: day(0, '20:00') }
        : { pickupFrom: day(hour < 8 ? 0 : 1, '10:00'), pickupUntil: day(hour < 8 ? 0 : 1, '19:00') }
    },
  }
}
