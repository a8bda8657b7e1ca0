import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayKey, isTimeZone, zonedInstant, zonedLocal } from './time.ts'

/** Fixtures avoid Vancouver's winters from 2026 on: whether its clock still goes back depends on the age of the zone data. */
const ZONES = [
  'America/Vancouver',
  'Europe/Berlin',
  'Asia/Shanghai',
  'UTC',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Kiritimati',
]

describe('zonedInstant', () => {
  test.each([
    ['2026-11-20T20:00', 'America/Los_Angeles', '2026-11-21T04:00:00.000Z'],
    ['2026-07-01T20:00', 'America/Vancouver', '2026-07-02T03:00:00.000Z'],
    ['2026-03-08T01:59', 'America/Vancouver', '2026-03-08T09:59:00.000Z'],
    ['2026-03-08T03:00', 'America/Vancouver', '2026-03-08T10:00:00.000Z'],
    ['2026-03-29T01:59', 'Europe/Berlin', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-03-08T02:30', 'Asia/Shanghai', '2026-03-07T18:30:00.000Z'],
    ['2026-11-01T01:30', 'Asia/Shanghai', '2026-10-31T17:30:00.000Z'],
    ['2028-02-29T00:00', 'UTC', '2028-02-29T00:00:00.000Z'],
  ])('%s in %s is %s', (local, zone, instant) => {
    expect(zonedInstant(local, zone)).toEqual({ ok: true, value: new Date(instant) })
  })

  test.each([
    ['2025-11-02T01:30', 'America/Vancouver', '2025-11-02T08:30:00.000Z'],
    ['2026-11-01T01:30', 'America/Los_Angeles', '2026-11-01T08:30:00.000Z'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ])('of the two %s in %s the earlier is meant', (local, zone, instant) => {
    expect(zonedInstant(local, zone)).toEqual({ ok: true, value: new Date(instant) })
  })

  test.each([
    ['2026-03-08T02:30', 'America/Vancouver'],
    ['2026-03-08T02:00', 'America/Vancouver'],
    ['2026-03-29T02:30', 'Europe/Berlin'],
    ['2011-12-30T12:00', 'Pacific/Apia'],
  ])('refuses %s in %s, which daylight saving or the date line skips', (local, zone) => {
    expect(zonedInstant(local, zone)).toEqual({ ok: false, refusal: { code: 'NONEXISTENT_TIME' } })
  })

  test.each([
    ['2026-02-30T10:00', 'UTC'],
    ['2026-02-29T10:00', 'UTC'],
    ['2026-13-01T10:00', 'UTC'],
    ['2026-01-01T24:00', 'UTC'],
    ['2026-01-01T10:60', 'UTC'],
    ['2026-01-01 10:00', 'UTC'],
    ['2026-01-01T10:00Z', 'UTC'],
    ['2026-01-01T10:00:00', 'UTC'],
    ['', 'UTC'],
    ['2026-01-01T10:00', 'Mars/Olympus'],
    ['2026-01-01T10:00', ''],
  ])('refuses "%s" in "%s"', (local, zone) => {
    expect(zonedInstant(local, zone)).toEqual({ ok: false, refusal: { code: 'BAD_TIME' } })
  })

  test('is the inverse of zonedLocal, but for the second of two equal hours', () => {
    const minutes = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(minutes, fc.constantFrom(...ZONES), (date, zone) => {
        const instant = new Date(Math.floor(date.getTime() / 60_000) * 60_000)
        const local = zonedLocal(instant, zone)
        const back = zonedInstant(local, zone)
        if (!back.ok) throw new Error('a time that a clock showed exists')
        expect(zonedLocal(back.value, zone)).toBe(local)
        expect([0, 30 * 60_000, 3_600_000]).toContain(instant.getTime() - back.value.getTime())
      }),
    )
  })
})

describe('showing', () => {
  test('the wall clock and the day of a zone', () => {
    const instant = new Date('2026-11-21T04:00:59Z')
    expect(zonedLocal(instant, 'America/Los_Angeles')).toBe('2026-11-20T20:00')
    expect(dayKey(instant, 'America/Los_Angeles')).toBe('2026-11-20')
    expect(dayKey(instant, 'Asia/Shanghai')).toBe('2026-11-21')
    expect(zonedLocal(new Date('2026-01-01T00:00:00Z'), 'UTC')).toBe('2026-01-01T00:00')
  })

  test('knows zones from nonsense', () => {
    expect(ZONES.every(isTimeZone)).toBe(true)
    expect(['', 'Mars/Olympus', 'Vancouver time'].some(isTimeZone)).toBe(false)
  })
})
