import { accept, type Outcome, refuse } from './outcome.ts'

const DAY_MS = 86_400_000

/** Building a formatter costs far more than using it, and there are only as many as zones in use. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formatters.set(timeZone, formatter)
  }
  return formatter
}

function wallClock(instant: Date, timeZone: string): { day: string; time: string; seconds: string } {
  const parts: Record<string, string> = {}
  for (const part of formatterOf(timeZone).formatToParts(instant)) parts[part.type] = part.value
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts
  return { day: `${year.padStart(4, '0')}-${month}-${day}`, time: `${hour}:${minute}`, seconds: second }
}

/** How far the zone's wall clock is ahead of UTC at an instant, in milliseconds. */
function offsetAt(epochMs: number, timeZone: string): number {
  const wall = wallClock(new Date(epochMs), timeZone)
  const wholeSecond = Math.floor(epochMs / 1000) * 1000
  return Date.parse(`${wall.day}T${wall.time}:${wall.seconds}Z`) - wholeSecond
}

/**
 * Whether a name is a time zone that this machine knows.
 * @param name an IANA zone, such as America/Vancouver
 * @returns true when instants can be shown in it
 */
export function isTimeZone(name: string): boolean {
  if (name === '') return false
  try {
    formatterOf(name)
    return true
  } catch {
    return false
  }
}

export type TimeRefusal = { code: 'BAD_TIME' } | { code: 'NONEXISTENT_TIME' }

/**
 * The instant at which a zone's wall clock shows a time. PostgreSQL would silently move an hour that does not exist and
 * take the later of two equal ones; a cutoff must do neither (TRUST, "Faults").
 * @param local 'YYYY-MM-DDTHH:mm', as a datetime-local input sends it
 * @param timeZone IANA zone
 * @returns the instant; of two equal wall times the earlier one
 * Refuses BAD_TIME (not a date, or not a zone) and NONEXISTENT_TIME (daylight saving skips it).
 */
export function zonedInstant(local: string, timeZone: string): Outcome<Date, TimeRefusal> {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) || !isTimeZone(timeZone)) return refuse({ code: 'BAD_TIME' })
  const asUtc = Date.parse(`${local}:00Z`)
  // The parser accepts some dates that no calendar has and moves them; what it moved is not what was typed.
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(local)) return refuse({ code: 'BAD_TIME' })
  // Any change of the clock near this wall time lies between these two instants, so one of their offsets is in force.
  const offsets = [offsetAt(asUtc - DAY_MS, timeZone), offsetAt(asUtc + DAY_MS, timeZone)]
  const instants = offsets
    .filter((offset) => offsetAt(asUtc - offset, timeZone) === offset)
    .map((offset) => asUtc - offset)
  return instants.length > 0 ? accept(new Date(Math.min(...instants))) : refuse({ code: 'NONEXISTENT_TIME' })
}

/**
 * What a zone's wall clock shows at an instant; the inverse of `zonedInstant`, for inputs.
 * @param instant any instant
 * @param timeZone IANA zone
 * @returns 'YYYY-MM-DDTHH:mm'
 * @throws RangeError when the zone is unknown or the date invalid
 */
export function zonedLocal(instant: Date, timeZone: string): string {
  const { day, time } = wallClock(instant, timeZone)
  return `${day}T${time}`
}

/**
 * The calendar day of a zone at an instant.
 * @param instant any instant
 * @param timeZone IANA zone
 * @returns 'YYYY-MM-DD'
 * @throws RangeError when the zone is unknown or the date invalid
 */
export function dayKey(instant: Date, timeZone: string): string {
  return wallClock(instant, timeZone).day
}
