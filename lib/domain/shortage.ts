import { shareOut } from './money.ts'

/** What a shopper wants where there is not enough: nothing and the money back, something else for what is missing, or less. */
export const SHORTAGE_CHOICES = ['less', 'refund', 'substitute'] as const
export type ShortageChoice = (typeof SHORTAGE_CHOICES)[number]

/** How what there is can be shared. */
export const SHARING_WAYS = ['joining', 'pro_rata', 'whole_first', 'lottery'] as const
export type SharingWay = (typeof SHARING_WAYS)[number]

/** One order's line of the short goods: pieces, or grams where the unit is weighed. */
export type Wanted = { orderId: string; quantity: number; choice: ShortageChoice }

/** `missing` of a line is given back, or made good with something else where the shopper wants that and there is some. */
export type Granted = { orderId: string; granted: number; missing: number; isSubstituted: boolean }

export type Sharing = {
  /** Pieces or grams that arrived, from 0. */
  available: number
  way: SharingWay
  /** What the lottery is drawn from: recorded, so that anybody can draw again. */
  seed: string
  /** Pieces or grams of something else that can stand in, from 0. */
  substitutes?: number
}

/**
 * Shares out goods of which too few came, each line by its shopper's own choice. Who wants all or nothing never gets a part.
 * - joining: who joined first is served first.
 * - pro_rata: everybody the same part of what they ordered, by largest remainder; the parts of those who want all or nothing
 *   are pooled and serve as many of them, in order of joining, as they fill.
 * - whole_first: as many whole lines as possible, so the smallest first; then the next one gets the rest.
 * - lottery: the order of serving is drawn from the seed.
 * Whatever nobody could take by these rules goes to whom it still helps, in the order of serving.
 * @param lines in the order in which their shoppers joined; quantities whole, above 0
 * @returns a line each, in the order given. Never more than was ordered, altogether never more than there is, and nothing is
 *   left over while anybody who takes a part lacks it
 * @throws RangeError when a number is out of range
 */
export function shareShort(lines: readonly Wanted[], { available, way, seed, substitutes = 0 }: Sharing): Granted[] {
  for (const count of [available, substitutes])
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError('Goods are counted in whole numbers from 0')
  if (lines.some(({ quantity }) => !Number.isSafeInteger(quantity) || quantity < 1))
    throw new RangeError('A line asks for a whole number from 1')
  const served = servingOrder(lines, way, seed)
  const granted = new Map<number, number>()
  const start = way === 'pro_rata' ? pooled(lines, available, granted) : available
  const left = serve(lines, served, start, granted)
  if (left < 0) throw new Error('more was shared out than there is')
  let standIns = substitutes
  const substituted = new Set<number>()
  for (const index of served) {
    const line = lines[index] as Wanted
    const missing = line.quantity - (granted.get(index) ?? 0)
    if (line.choice === 'substitute' && missing > 0 && missing <= standIns) {
      substituted.add(index)
      standIns -= missing
    }
  }
  return lines.map(({ orderId, quantity }, index) => {
    const own = granted.get(index) ?? 0
    return { orderId, granted: own, missing: quantity - own, isSubstituted: substituted.has(index) }
  })
}

const takesPart = ({ choice }: Wanted) => choice !== 'refund'

/** Indexes of the lines, in the order in which they are served. */
function servingOrder(lines: readonly Wanted[], way: SharingWay, seed: string): number[] {
  const joined = lines.map((_, index) => index)
  if (way === 'lottery') return drawn(joined, seed)
  if (way !== 'whole_first') return joined
  return joined.toSorted((a, b) => (lines[a]?.quantity ?? 0) - (lines[b]?.quantity ?? 0) || a - b)
}

/** Serves in turn: all that is asked for, or what is left to who takes a part. @returns what is left over */
function serve(
  lines: readonly Wanted[],
  served: readonly number[],
  available: number,
  granted: Map<number, number>,
): number {
  let left = available
  for (const index of served) {
    const line = lines[index] as Wanted
    const missing = line.quantity - (granted.get(index) ?? 0)
    const given = missing <= left ? missing : takesPart(line) ? left : 0
    if (given > 0) granted.set(index, (granted.get(index) ?? 0) + given)
    left -= given
  }
  return left
}

/** Everybody's part, where a part is wanted; the rest of the parts as a pool for who wants all. @returns what is not given yet */
function pooled(lines: readonly Wanted[], available: number, granted: Map<number, number>): number {
  const wanted = lines.reduce((sum, { quantity }) => sum + quantity, 0)
  if (wanted === 0) return available
  const parts = shareOut(
    Math.min(available, wanted),
    lines.map(({ quantity }) => quantity),
  )
  let pool = parts.reduce((sum, part, index) => sum + (takesPart(lines[index] as Wanted) ? 0 : part), 0)
  for (const [index, line] of lines.entries()) {
    if (takesPart(line)) granted.set(index, parts[index] ?? 0)
    else if (line.quantity <= pool) {
      granted.set(index, line.quantity)
      pool -= line.quantity
    }
  }
  return spread(lines, pool, granted) + available - Math.min(available, wanted)
}

/** What the pool could not use goes to those who take a part, by what they still lack. @returns what nobody lacks */
function spread(lines: readonly Wanted[], pool: number, granted: Map<number, number>): number {
  const lacking = lines.map((line, index) => (takesPart(line) ? line.quantity - (granted.get(index) ?? 0) : 0))
  const lack = lacking.reduce((sum, each) => sum + each, 0)
  if (lack === 0) return pool
  const more = shareOut(Math.min(pool, lack), lacking)
  for (const [index, part] of more.entries()) if (part > 0) granted.set(index, (granted.get(index) ?? 0) + part)
  return pool - Math.min(pool, lack)
}

/** Shuffled by the seed alone (Fisher and Yates, drawing with mulberry32 from an FNV-1a hash of the seed). */
function drawn(indexes: readonly number[], seed: string): number[] {
  let state = 0x811c9dc5
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  const draw = (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
  const shuffled = [...indexes]
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = draw(last + 1)
    ;[shuffled[last], shuffled[other]] = [shuffled[other] as number, shuffled[last] as number]
  }
  return shuffled
}
