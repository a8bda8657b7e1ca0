/** The ids of bench/sql/world.sql, computed here as there. */
const id = (kind: number, n: number): string =>
  `0190${kind.toString(16).padStart(4, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

export const userId = (n: number): string => id(1, n)
export const stationId = (n: number): string => id(3, n)
export const productId = (n: number): string => id(5, n)
export const groupId = (n: number): string => id(6, n)
export const offerId = (group: number, place: number): string => id(7, group * 1000 + place)
/** The admin who may see every list. */
export const ADMIN = userId(0)

/** Products of the rush: every group order of it offers all of them. */
export const PRODUCTS = 200
/** People who order: each has few orders, as in life. */
export const SHOPPERS = 50_000

/** In a line of the rush: 500 g where the product is weighed, as in bench.quantity. */
export const quantityAt = (place: number): number => ((place + 1) % 8 === 0 ? 500 : 1)

/** Which three of the 200 an order holds: three different ones anywhere, or the hot one and two others anywhere. */
export type Spread = 'spread' | 'hot'

/** A whole number from `from` to `to`, both included. */
const between = (from: number, to: number): number => from + Math.floor(Math.random() * (to - from + 1))

/** The places of three offers. The load generators of the limits draw from the same ranges (limits/pgbench.ts). */
export const RANGES: Record<Spread, readonly (readonly [from: number, to: number])[]> = {
  spread: [
    [0, 66],
    [67, 132],
    [133, 199],
  ],
  hot: [
    [0, 0],
    [1, 99],
    [100, 199],
  ],
}
export const threePlaces = (how: Spread): number[] => RANGES[how].map(([from, to]) => between(from, to))
