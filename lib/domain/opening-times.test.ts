import { describe, expect, test } from 'vitest'
import { repeatedTimes, usualTimes } from './opening-times.ts'
import { zonedInstant } from './time.ts'

const ZONE = 'Europe/Berlin'

function at(local: string): Date {
  const found = zonedInstant(local, ZONE)
  if (!found.ok) throw new Error(local)
  return found.value
}

test('a new group closes tomorrow evening and is collected the morning after, by the stations’ clock', () => {
  // 23:30 UTC on the 19th is the 20th in Berlin
  expect(usualTimes(ZONE, new Date('2026-11-19T23:30:00Z'))).toEqual({
    cutoffAt: '2026-11-21T20:00',
    pickupFrom: '2026-11-22T10:00',
    pickupUntil: '2026-11-22T13:00',
  })
})

describe('a group that is run again', () => {
  const ran = {
    cutoffAt: at('2026-10-23T20:00'),
    pickupFrom: at('2026-10-24T10:00'),
    pickupUntil: at('2026-10-24T13:00'),
  }

  test('moves by a week while that lies ahead', () => {
    expect(repeatedTimes(ran, ZONE, at('2026-10-20T09:00')).cutoffAt).toBe('2026-10-30T20:00')
  })

  test('moves by as many weeks as it takes, keeping weekday and hour over the change of the clocks', () => {
    expect(repeatedTimes(ran, ZONE, at('2026-11-19T09:00'))).toEqual({
      cutoffAt: '2026-11-20T20:00',
      pickupFrom: '2026-11-21T10:00',
      pickupUntil: '2026-11-21T13:00',
    })
  })

  test('a cutoff at this very minute does not lie ahead', () => {
    expect(repeatedTimes(ran, ZONE, at('2026-10-30T20:00')).cutoffAt).toBe('2026-11-06T20:00')
  })
})
