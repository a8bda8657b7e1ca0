import { formatAmount } from '#lib/domain/money.ts'
import { UNITS, type Unit } from '#lib/domain/quantity.ts'
import { type Locale, type LocalText, textIn } from '#lib/domain/text.ts'

/** Texts that come from the database as JSON. */
export const asText = (json: unknown): LocalText =>
  typeof json === 'string' || (typeof json === 'object' && json !== null) ? (json as LocalText) : ''

// Making a formatter takes a hundred times as long as using it, and a batch of messages uses the same few.
const dateFormats = new Map<string, Intl.DateTimeFormat>()
function dateFormat(language: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${JSON.stringify(options)}`
  const format = dateFormats.get(key) ?? new Intl.DateTimeFormat(language, { timeZone, hourCycle: 'h23', ...options })
  dateFormats.set(key, format)
  return format
}

const numberFormats: Record<Locale, { plain: Intl.NumberFormat; kilograms: Intl.NumberFormat }> = {
  en: numberFormatsOf('en'),
  'zh-CN': numberFormatsOf('zh-CN'),
}
function numberFormatsOf(locale: Locale) {
  const kilograms = new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilogram', maximumFractionDigits: 3 })
  return { plain: new Intl.NumberFormat(locale), kilograms }
}

/** How this reader sees money, times and texts. Windows show the station's own time zone. */
export function textsFor(locale: Locale) {
  const zh = locale === 'zh-CN'
  const part = (at: Date, timeZone: string, options: Intl.DateTimeFormatOptions) =>
    dateFormat(zh ? 'zh-CN' : 'en-GB', timeZone, options).format(at)
  const day = (at: Date, timeZone: string) => {
    if (zh)
      return `${part(at, timeZone, { month: 'long', day: 'numeric' })} ${part(at, timeZone, { weekday: 'short' })}`
    return part(at, timeZone, { weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '')
  }
  const time = (at: Date, timeZone: string) => part(at, timeZone, { hour: '2-digit', minute: '2-digit' })
  const when = (at: Date, timeZone: string) => `${day(at, timeZone)}${zh ? ' ' : ', '}${time(at, timeZone)}`
  return {
    locale,
    text: (json: unknown) => textIn(asText(json), locale),
    money: (minor: number, currency: string) => formatAmount(minor, currency, locale),
    /** "Fri 20 Nov" · 11月20日 周五 */
    day,
    /** "20 Nov 2026" · 2026年11月20日 */
    date: (at: Date, timeZone: string) =>
      part(at, timeZone, { day: 'numeric', month: zh ? 'long' : 'short', year: 'numeric' }),
    /** "Sat 28 Nov 2026" · 2026年11月28日 周六, of a day on the calendar, "2026-11-28" */
    calendarDay: (key: string) => {
      const at = new Date(`${key}T12:00:00Z`)
      const year = part(at, 'UTC', { year: 'numeric' })
      return zh ? `${year}${day(at, 'UTC')}` : `${day(at, 'UTC')} ${year}`
    },
    /** "8%", from basis points */
    rate: (bps: number) => `${numberFormats[locale].plain.format(bps / 100)}%`,
    /** "20:00" */
    time,
    /** "Fri 20 Nov, 20:00" · 11月20日 周五 20:00 */
    when,
    /** "Sat 21 Nov, 10:00–13:00"; two whole instants when the days differ */
    window: (from: Date, until: Date, timeZone: string) =>
      day(from, timeZone) === day(until, timeZone)
        ? `${when(from, timeZone)}–${time(until, timeZone)}`
        : `${when(from, timeZone)} – ${when(until, timeZone)}`,
    /** "Vancouver time (PST)" in the reader's words, from the zone's own name */
    zone: (at: Date, timeZone: string) => {
      const named = (timeZoneName: 'short' | 'longGeneric') =>
        dateFormat(zh ? 'zh-CN' : 'en-CA', timeZone, { timeZoneName })
          .formatToParts(at)
          .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
      return zh ? `${named('longGeneric')}（${named('short')}）` : `${named('longGeneric')} (${named('short')})`
    },
    /** pieces as a number, weights as "1.2 kg" */
    quantity: (quantity: number, unit: Unit) =>
      UNITS[unit].weighed
        ? numberFormats[locale].kilograms.format(quantity / 1000)
        : numberFormats[locale].plain.format(quantity),
    number: (value: number) => numberFormats[locale].plain.format(value),
  }
}
