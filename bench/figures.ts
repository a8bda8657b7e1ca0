/** The middle of the values; of an even number of them the mean of the two in the middle. @throws RangeError on none */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no values')
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}

/**
 * The value that `share` of the values do not exceed (nearest rank).
 * @param share 0 … 1
 * @returns 0 when there are none
 */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) return 0
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] as number
}

/** The largest deviation from the median, as a share of it: how much a noisy machine moved the rounds. */
export function spread(values: readonly number[]): number {
  const middle = median(values)
  if (middle === 0) return 0
  return Math.max(...values.map((value) => Math.abs(value - middle))) / middle
}
