/** Something measured once a round, under a name: one number, or several that belong together. */
export type Measure = { name: string; run: (round: number) => Promise<number | Record<string, number>> }

/**
 * Measures everything in turn, round by round, so that a noise that lasts hits all of it. The round before the first is
 * warm-up and does not count.
 * @returns for each name, or "name key" where there are several numbers, what the rounds measured
 */
export async function interleaved(
  rounds: number,
  measures: readonly Measure[],
  say: (line: string) => void,
): Promise<(name: string) => number[]> {
  const found = new Map<string, number[]>()
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, run } of measures) {
      const value = await run(round)
      const values = typeof value === 'number' ? { '': value } : value
      for (const [key, each] of Object.entries(values)) {
        const whole = key ? `${name} ${key}` : name
        if (round > 0) found.set(whole, [...(found.get(whole) ?? []), each])
        say(`${round === 0 ? 'warm-up' : `round ${round}`}  ${whole.padEnd(48)} ${each.toFixed(each < 100 ? 2 : 0)}`)
      }
    }
  }
  return (name) => {
    const values = found.get(name)
    if (!values) throw new Error(`nothing was measured under "${name}"`)
    return values
  }
}
