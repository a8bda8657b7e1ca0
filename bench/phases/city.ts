import { median } from '../figures.ts'
import type { Bench, Finding, PhaseResult } from '../phase.ts'
import { type Evening, evening } from './evening.ts'

const CITY_LINES = 360_000
const NATION_LINES = 3_600_000
/** Told about by the city's own phase. */
const CITY_SIZES = [CITY_LINES, NATION_LINES]
/** Issue 3: against the plain GROUP BYs, and in itself. */
const TARGET = { ratio: 2, atMost: 5 }
/** Time per line, the slowest size against the fastest (issue 3). */
const FLAT = 1.5

/** Evenings already measured in this run, by their lines: the city's are also points of the growth. */
const measured = new Map<number, Evening>()
/** How long a line took, all in all, in the evening before: making it, measuring it, and looking at it afterwards. */
let wholeMsALine = 0
/** What grows faster than the lines, such as sorting on a disk, may cost so much more. */
const CAUTION = 1.6

/** @returns undefined when it would not be done in time */
async function once(bench: Bench, lines: number, rounds: number): Promise<Evening | undefined> {
  const known = measured.get(lines)
  if (known) return known
  const start = performance.now()
  if (start + wholeMsALine * lines * CAUTION > bench.deadline) {
    bench.say(`${lines} lines are left out: this machine would need too long for them`)
    return undefined
  }
  const one = await evening(bench, lines, rounds)
  // made once, measured so many times: both weigh about the same
  wholeMsALine = ((performance.now() - start) * 2) / (rounds + 1) / lines
  measured.set(lines, one)
  return one
}

const isThere = <T>(value: T | undefined): value is T => value !== undefined
const leftOut = (wanted: number, found: number) =>
  found < wanted ? ['the largest evenings are left out: this machine would need too long for them'] : []

const wholeOf = ({ close, lists }: Evening): number[] => close.map((value, round) => value + (lists[round] ?? 0))
const secondsOf = (rounds: readonly number[]) => rounds.map((value) => value / 1000)

/** The freeze and all lists of a city's evening, and of ten times that. */
export async function cityPhase(bench: Bench): Promise<PhaseResult> {
  const { options } = bench
  const sizes = options.quick ? [CITY_LINES / 10, CITY_LINES] : [CITY_LINES, NATION_LINES]
  const evenings: Evening[] = []
  for (const [index, lines] of sizes.entries())
    evenings.push(...[await once(bench, lines, index === 0 ? options.rounds : 1)].filter(isThere))
  return {
    findings: evenings.flatMap((each, index) => findingsOf(each, index === 0 ? TARGET : { ratio: TARGET.ratio })),
    remarks: [
      ...evenings.map(
        ({ lines, peakMb, remark }) =>
          `${lines} lines: the process that froze and listed them held at most ${peakMb} MB; ${remark}`,
      ),
      ...leftOut(sizes.length, evenings.length),
    ],
  }
}

function findingsOf(evening: Evening, target: Finding['target']): Finding[] {
  const { groups, lines, limit, close, lists } = evening
  const about = `${lines.toLocaleString('en')} lines, ${groups.toLocaleString('en')} group orders`
  const base = { phase: 'city', unit: 's', better: 'less' as const }
  const name = 'plain SQL GROUP BYs of the same rows'
  const group = { name, rounds: secondsOf(limit) }
  return [
    { ...base, work: `freeze + all lists, ${about}`, limit: group, ours: secondsOf(wholeOf(evening)), target },
    { ...base, work: `of it the freeze, ${about}`, limit: group, ours: secondsOf(close) },
    { ...base, work: `of it the lists, ${about}`, limit: group, ours: secondsOf(lists) },
  ]
}

/** How the time per line grows with the evening. */
export async function growthPhase(bench: Bench): Promise<PhaseResult> {
  const { options } = bench
  const sizes: [lines: number, rounds: number][] = options.quick
    ? [
        [10_080, options.rounds],
        [100_080, 1],
      ]
    : [
        [10_080, options.rounds + 2],
        [100_080, options.rounds],
        [CITY_LINES, options.rounds],
        [1_000_080, 1],
        [NATION_LINES, 1],
      ]
  const evenings: Evening[] = []
  for (const [lines, rounds] of sizes) evenings.push(...[await once(bench, lines, rounds)].filter(isThere))
  const perLine = evenings.map((each) => wholeOf(each).map((value) => (value * 1000) / each.lines))
  const limits = evenings.map((each) => each.limit.map((value) => (value * 1000) / each.lines))
  const middles = perLine.map(median)
  return {
    findings: [
      ...evenings.map(
        (each, index): Finding => ({
          phase: 'growth',
          work: `freeze + all lists, a line of ${each.lines.toLocaleString('en')}`,
          unit: 'µs',
          better: 'less',
          limit: { name: 'plain SQL GROUP BYs, a line', rounds: limits[index] ?? [] },
          ours: perLine[index] ?? [],
        }),
      ),
      {
        phase: 'growth',
        work: `time per line up to ${evenings.at(-1)?.lines.toLocaleString('en')}, slowest size over fastest`,
        unit: 'x',
        better: 'less',
        ours: [Math.max(...middles) / Math.min(...middles)],
        // flat up to half the way promises nothing
        ...(evenings.length === sizes.length && { target: { atMost: FLAT } }),
      },
    ],
    remarks: [
      ...evenings.filter(({ lines }) => !CITY_SIZES.includes(lines)).map(({ remark }) => remark),
      ...leftOut(sizes.length, evenings.length),
    ],
  }
}
