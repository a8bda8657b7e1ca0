export const PHASES = ['desk', 'api', 'page', 'streams', 'city', 'growth'] as const
export type Phase = (typeof PHASES)[number]

export type Options = {
  only: readonly Phase[]
  /** How often each thing is measured; limit and ours take turns. */
  rounds: number
  /** Shorter rounds and smaller cities: to see that the benchmark works, not to quote. */
  quick: boolean
}

const USAGE = `npm run bench [-- --only ${PHASES.join(',')}] [--rounds N] [--quick]`

/**
 * What the command line asks for.
 * @throws Error with the usage, when it asks for something else
 */
export function optionsFrom(words: readonly string[]): Options {
  const options: Options = { only: PHASES, rounds: 3, quick: false }
  const left = [...words]
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--quick') options.quick = true
    else if (word === '--rounds') options.rounds = roundsFrom(left.shift())
    else if (word === '--only') options.only = phasesFrom(left.shift())
    else throw new Error(`unknown: ${word}\nusage: ${USAGE}`)
  }
  return options
}

function roundsFrom(word: string | undefined): number {
  const rounds = Number(word)
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 20) throw new Error(`--rounds 1 … 20\nusage: ${USAGE}`)
  return rounds
}

function phasesFrom(word = ''): Phase[] {
  const asked = word.split(',')
  const unknown = asked.filter((name) => !(PHASES as readonly string[]).includes(name))
  if (unknown.length > 0) throw new Error(`unknown phase: ${unknown.join(', ')}\nusage: ${USAGE}`)
  return PHASES.filter((phase) => asked.includes(phase))
}
