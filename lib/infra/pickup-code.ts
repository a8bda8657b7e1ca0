import { secretNumber } from './signing.ts'

// Blocks of codes by length: without a leading zero, so that nobody drops one when saying it.
const BLOCKS = [
  { first: 1_000, size: 9_000 },
  { first: 10_000, size: 90_000 },
  { first: 100_000, size: 900_000 },
] as const

const ROUNDS = 4
const UNKNOWN = -1

// What a round makes of each half: few values, and drawing one costs more than the rest of a code.
const MAX_KEPT = 1_024
const kept = new Map<string, Int32Array>()

/**
 * The code a shopper says at the station: 4 digits for the first 9,000 orders of a group order, longer after. Each relay
 * number has its own, and without the group's secret nobody can tell one from another.
 * @param secret the group order's codeSecret
 * @param number the relay number, 1 or more
 */
export function pickupCodeOf(secret: string, number: number): string {
  let index = number - 1
  for (const { first, size } of BLOCKS) {
    if (index < size) return String(first + shuffled(secret, index, size))
    index -= size
  }
  throw new RangeError(`no pickup code for relay number ${number}`)
}

/** A secret permutation of 0 … size-1: a Feistel network on the next even number of bits, walked until it lands inside. */
function shuffled(secret: string, index: number, size: number): number {
  const half = Math.ceil(Math.log2(size) / 2)
  const mask = 2 ** half - 1
  let value = index
  const drawn = drawnFor(secret, size, mask)
  do {
    let left = value >> half
    let right = value & mask
    for (let round = 0; round < ROUNDS; round++) {
      const at = round * (mask + 1) + right
      if (drawn[at] === UNKNOWN) drawn[at] = secretNumber(secret, `${size}:${round}:${right}`, mask + 1)
      ;[left, right] = [right, left ^ (drawn[at] as number)]
    }
    value = (left << half) | right
  } while (value >= size)
  return value
}

function drawnFor(secret: string, size: number, mask: number): Int32Array {
  const name = `${secret} ${size}`
  const known = kept.get(name)
  if (known) return known
  if (kept.size >= MAX_KEPT) kept.clear()
  const fresh = new Int32Array(ROUNDS * (mask + 1)).fill(UNKNOWN)
  kept.set(name, fresh)
  return fresh
}
