import { dayKey, zonedInstant, zonedLocal } from './time.ts'

/** What a person may choose to be told, or not. Everything else that we send must reach them: a code, what became of an order. */
export const NOTICE_KINDS = ['opening', 'closing', 'closed', 'arrived', 'uncollected', 'refunded'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

export const NOTICE_CHANNELS = ['email', 'sms'] as const
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number]

export const isNoticeKind = (value: unknown): value is NoticeKind => NOTICE_KINDS.includes(value as NoticeKind)
export const isNoticeChannel = (value: unknown): value is NoticeChannel =>
  NOTICE_CHANNELS.includes(value as NoticeChannel)

/** Of which kind a message is, by its template. */
const KIND_OF: Partial<Record<string, NoticeKind>> = {
  groupOpened: 'opening',
  groupClosing: 'closing',
  groupClosed: 'closed',
  orderReady: 'arrived',
  orderWaiting: 'uncollected',
  orderUncollected: 'uncollected',
  orderRefunded: 'refunded',
}

/** Unasked for: told only to who said so (PIPL, GDPR 6.1 a); the rest belongs to an order of one's own. */
const INVITATIONS: readonly NoticeKind[] = ['opening', 'closing']

/** Answers to what the person does at this moment, and what may make them go in vain: never kept back for the night. */
const URGENT = ['signInCode', 'orderPlaced', 'orderCancelled', 'orderCollected', 'pickupMoved', 'groupCancelled']

/** Minutes of the day, 0 to 1439; from may be later than until, over midnight. */
export type QuietHours = { from: number; until: number }

/** For invitations to who chose no hours of their own: from nine in the evening to eight in the morning. */
export const NIGHT: QuietHours = { from: 21 * 60, until: 8 * 60 }

export type Choice = { kind: NoticeKind; channel: NoticeChannel; isWanted: boolean }

/** The kind of a message, undefined where there is no choice. */
export const noticeKindOf = (template: string): NoticeKind | undefined => KIND_OF[template]

/**
 * Whether a person wants a kind of notice.
 * @param choices what they chose; where they did not, what is about an order of their own is told, an invitation is not
 */
export function isWanted(kind: NoticeKind, channel: NoticeChannel, choices: readonly Choice[]): boolean {
  const own = choices.find((choice) => choice.kind === kind && choice.channel === channel)
  return own ? own.isWanted : !INVITATIONS.includes(kind)
}

export type Due = {
  template: string
  channel: NoticeChannel
  choices: readonly Choice[]
  /** The person's own; null = none chosen. */
  quiet: QuietHours | null
  /** IANA zone in which the hours are meant. */
  timeZone: string
  now: Date
}

const HOUR_MS = 3_600_000

/** What becomes of a message that is due: sent, sent when the quiet hours are over, or never since nobody wants it. */
export function fateOf({ template, channel, choices, quiet, timeZone, now }: Due): 'send' | 'unwanted' | { at: Date } {
  const kind = noticeKindOf(template)
  if (kind && !isWanted(kind, channel, choices)) return 'unwanted'
  if (URGENT.includes(template)) return 'send'
  const hours = quiet ?? (kind && INVITATIONS.includes(kind) ? NIGHT : null)
  const until = hours && quietUntil(hours, now, timeZone)
  return until ? { at: until } : 'send'
}

/**
 * When quiet hours end.
 * @returns the first instant after `now` at which the clock on the wall says `until`; undefined outside of quiet hours
 */
export function quietUntil({ from, until }: QuietHours, now: Date, timeZone: string): Date | undefined {
  const local = zonedLocal(now, timeZone)
  const minute = Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16))
  const isQuiet = from <= until ? minute >= from && minute < until : minute >= from || minute < until
  if (!isQuiet) return undefined
  const isTomorrow = minute >= until
  const end = onClock(isTomorrow ? dayAfter(dayKey(now, timeZone)) : dayKey(now, timeZone), until, timeZone)
  // in autumn an hour comes twice: the first of them may be over
  return end > now ? end : new Date(end.getTime() + HOUR_MS)
}

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** A wall time that a change of clocks leaves out is taken an hour later. */
function onClock(day: string, minutes: number, timeZone: string): Date {
  const clock = (at: number) =>
    `${String(Math.floor(at / 60) % 24).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`
  const found = zonedInstant(`${day}T${clock(minutes)}`, timeZone)
  if (found.ok) return found.value
  const later = zonedInstant(`${day}T${clock(minutes + 60)}`, timeZone)
  if (!later.ok) throw new Error(`${timeZone} has no ${day} ${clock(minutes)}`)
  return later.value
}
