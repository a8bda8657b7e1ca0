import type { Databases } from './databases.ts'
import type { Options } from './options.ts'

/** What every phase gets. */
export type Bench = {
  options: Options
  databases: Databases
  /** When the phase must be done, by performance.now(): work that does not fit any more is left out, and said so. */
  deadline: number
  /** Tells how it goes. */
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

/** What a phase found, and what people should know about it. */
export type PhaseResult = { findings: Finding[]; remarks: string[] }
