import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Choice, fateOf, isWanted, NOTICE_CHANNELS, NOTICE_KINDS, quietUntil } from './notices.ts'
import { zonedLocal } from './time.ts'

const minute = fc.integer({ min: 0, max: 1439 })
const zone = fc.constantFrom('America/Vancouver', 'Asia/Shanghai', 'Europe/Berlin', 'Australia/Lord_Howe')
const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
const due = {
  template: 'orderReady',
  channel: 'email' as const,
  choices: [] as Choice[],
  quiet: null,
  timeZone: 'Asia/Shanghai',
  now: new Date('2026-11-20T04:00:00Z'),
}

test('without a choice what is about one’s own order is told, and invitations are not', () => {
  for (const kind of NOTICE_KINDS)
    for (const channel of NOTICE_CHANNELS) {
      expect(isWanted(kind, channel, [])).toBe(kind !== 'opening' && kind !== 'closing')
      for (const wish of [true, false]) {
        const other = { kind, channel: channel === 'email' ? ('sms' as const) : ('email' as const), isWanted: !wish }
        expect(isWanted(kind, channel, [other, { kind, channel, isWanted: wish }])).toBe(wish)
      }
    }
})

test('quiet hours end at their minute, within a day, and are quiet until then', () => {
  fc.assert(
    fc.property(minute, minute, instant, zone, (from, until, now, timeZone) => {
      const end = quietUntil({ from, until }, now, timeZone)
      const local = zonedLocal(now, timeZone)
      const at = Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16))
      const inside = from <= until ? at >= from && at < until : at >= from || at < until
      expect(end !== undefined).toBe(inside)
      if (!end) return
      expect(end.getTime()).toBeGreaterThan(now.getTime())
      expect(end.getTime() - now.getTime()).toBeLessThanOrEqual(26 * 3_600_000)
      const clock = zonedLocal(end, timeZone)
      const ends = Number(clock.slice(11, 13)) * 60 + Number(clock.slice(14, 16))
      // in spring an hour is missing
      expect([until, (until + 60) % 1440]).toContain(ends)
    }),
    { numRuns: 500 },
  )
})

test('where the hour comes twice, quiet hours end after now', () => {
  const now = new Date('2026-10-25T01:10:00Z') // the second 02:10 in Berlin
  expect(quietUntil({ from: 0, until: 150 }, now, 'Europe/Berlin')).toEqual(new Date('2026-10-25T01:30:00Z'))
})

test('a code comes at night, a refund waits for the morning, an invitation even from who chose no hours', () => {
  const night = new Date('2026-11-20T15:00:00Z') // 23:00 in Shanghai
  const morning = new Date('2026-11-20T23:00:00Z')
  const quiet = { from: 22 * 60, until: 7 * 60 }
  expect(fateOf({ ...due, template: 'signInCode', quiet, now: night })).toBe('send')
  expect(fateOf({ ...due, template: 'pickupMoved', quiet, now: night })).toBe('send')
  expect(fateOf({ ...due, template: 'orderRefunded', now: night })).toBe('send')
  expect(fateOf({ ...due, template: 'orderRefunded', quiet, now: night })).toEqual({ at: morning })
  const wanted: Choice[] = [{ kind: 'opening', channel: 'email', isWanted: true }]
  expect(fateOf({ ...due, template: 'groupOpened', choices: wanted, now: night })).toEqual({
    at: new Date('2026-11-21T00:00:00Z'),
  })
  expect(fateOf({ ...due, template: 'groupOpened', choices: wanted })).toBe('send')
  expect(fateOf({ ...due, template: 'groupOpened' })).toBe('unwanted')
  // nobody can choose not to be told that there will be no goods
  expect(fateOf({ ...due, template: 'groupFailed', quiet: null })).toBe('send')
})
