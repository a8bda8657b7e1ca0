import type { Databases } from './databases.ts'
import type { Options } from './options.ts'

/** What every phase gets. */
export type Bench = {
  options: Options
  databases: Databases
  /** A template of the rush: 200 products in every group order, 50,000 shoppers. */
  say: (line: string) => void
  /** Stopped at the end of the run, whatever happens; the last first. */
  onEnd: (close: () => Promise<unknown>) => void
}

export type Better = 'more' | 'less'
/** The promise: ours is at least, or at most, so many times the limit; or at most so much in itself. */
export type Target = { ratio?: number; atMost?: number; atLeast?: number }

/** One line of the table: a limit and ours, each with what every round measured. */
export type Finding = {
  phase: string
  work: string
  unit: string
  /** Whether more or less of the unit is better. */
  better: Better
  limit?: { name: string; rounds: number[] }
  ours: number[]
  target?: Target
  note?: string
}

/** A phase may find less than it looked for: then it says why. */
export type PhaseResult = { findings: Finding[]; remarks: string[]; profile?: Record<string, unknown> }
