/** Numbers that look random and are the same at every load, so that a picture of the demo shows what everybody sees. */
export type Random = {
  /** A whole number from 0 up to, not including, `size`. */
  below: (size: number) => number
  /** True in about `percent` of 100 calls. */
  chance: (percent: number) => boolean
  /** One of these. */
  pick: <T>(list: readonly T[]) => T
  /** The same items in another order. */
  shuffle: <T>(list: readonly T[]) => T[]
}

/**
 * Mulberry32: small, and good enough for a market stall.
 * @param seed the same seed gives the same numbers
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (size: number): number => Math.floor(next() * size)
  return {
    below,
    chance: (percent) => next() * 100 < percent,
    pick: <T>(list: readonly T[]): T => {
      if (list.length === 0) throw new RangeError('Nothing to pick from')
      return list[below(list.length)] as T
    },
    shuffle: <T>(list: readonly T[]): T[] => {
      const mixed = [...list]
      for (let last = mixed.length - 1; last > 0; last -= 1) {
        const other = below(last + 1)
        ;[mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T]
      }
      return mixed
    },
  }
}
