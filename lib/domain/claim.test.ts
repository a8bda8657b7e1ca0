import fc from 'fast-check'
import { expect, test } from 'vitest'
import { askedFor, type ClaimableLine, type ClaimFacts, claimableUntil } from './claim.ts'

const collectedAt = new Date('2026-11-20T18:00:00Z')
const line: ClaimableLine = { offerId: 'a', collected: 3, paidMinor: 1_000, claimed: 0, claimedMinor: 0 }
const facts: ClaimFacts = {
  ...{ state: 'collected', paymentState: 'paid', collectedAt, claimHours: 48, lines: [line] },
  now: new Date('2026-11-21T18:00:00Z'),
}
const claim = (changes: Partial<ClaimFacts>, quantity = 1, offerId = 'a') =>
  askedFor({ ...facts, ...changes }, [{ offerId, kind: 'bad', quantity }])
const codeOf = (answer: ReturnType<typeof claim>) => (answer.ok ? 'ok' : answer.refusal.code)

test('every refusal', () => {
  expect(codeOf(claim({}))).toBe('ok')
  expect(codeOf(claim({ state: 'ready' }))).toBe('NOT_COLLECTED')
  expect(codeOf(claim({ collectedAt: null }))).toBe('NOT_COLLECTED')
  for (const paymentState of ['due', 'held', 'refunded', 'not_due'])
    expect(codeOf(claim({ paymentState }))).toBe('ORDER_NOT_PAID')
  expect(codeOf(askedFor(facts, []))).toBe('NOTHING_CLAIMED')
  expect(claim({ now: claimableUntil(collectedAt, 48) })).toMatchObject({ refusal: { code: 'CLAIM_TOO_LATE' } })
  expect(codeOf(claim({ now: new Date(claimableUntil(collectedAt, 48).getTime() - 1) }))).toBe('ok')
  for (const quantity of [0, -1, 1.5, 4, Number.NaN]) expect(codeOf(claim({}, quantity))).toBe('MORE_THAN_COLLECTED')
  expect(codeOf(claim({}, 1, 'b'))).toBe('MORE_THAN_COLLECTED')
  expect(claim({ lines: [{ ...line, claimed: 2, claimedMinor: 667 }] }, 2)).toMatchObject({ refusal: { left: 1 } })
  const twice = { offerId: 'a', kind: 'bad' as const, quantity: 1 }
  expect(codeOf(askedFor(facts, [twice, twice]))).toBe('MORE_THAN_COLLECTED')
})

test('claimed piece by piece, a line gives back exactly what was paid for it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100_000 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }),
      (paidMinor, parts) => {
        const collected = parts.reduce((sum, part) => sum + part, 0)
        const now: ClaimableLine = { offerId: 'a', collected, paidMinor, claimed: 0, claimedMinor: 0 }
        for (const quantity of parts) {
          const asked = claim({ lines: [{ ...now }] }, quantity)
          if (!asked.ok) throw new Error(asked.refusal.code)
          const part = asked.value[0]?.claimedMinor ?? -1
          expect(part).toBeGreaterThanOrEqual(0)
          now.claimed += quantity
          now.claimedMinor += part
          expect(now.claimedMinor).toBeLessThanOrEqual(paidMinor)
        }
        expect(now.claimedMinor).toBe(paidMinor)
      },
    ),
  )
})
