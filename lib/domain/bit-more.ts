/** How much more of each a shopper takes at most who allowed "a bit more". Pieces; weighed goods are left out. */
export const BIT_MORE = 1

/** Somebody who allowed it, and how much more of the product they may have by the group's own limits. */
export type Taker = { key: string; room: number }

/**
 * Gives what is over to shoppers who allowed a bit more: who joined first gets it first.
 * @param surplus pieces that nobody ordered, ≥ 0
 * @param takers in the order of joining; `room` in pieces, what limits and caps leave them
 * @returns by taker, those who get something: each at most BIT_MORE and their room, together at most the surplus; nobody is
 *   passed over while something is left that they may have
 */
export function shareSurplus(surplus: number, takers: readonly Taker[]): Map<string, number> {
  const given = new Map<string, number>()
  let left = surplus
  for (const { key, room } of takers) {
    const more = Math.max(0, Math.min(left, BIT_MORE, room))
    if (more > 0) given.set(key, more)
    left -= more
  }
  return given
}
