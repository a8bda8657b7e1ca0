import type { Site } from './site.ts'

export type Told = {
  /** From the fault, or from its end, to the first success after it, ms; undefined where nothing had to recover. */
  recoverMs?: number
  /** Further numbers worth a glance. */
  note?: string
  /** Where lost answers are asked for again: a server that is up. */
  at?: string
}

/** One fault: made for real, measured, and checked afterwards by the runner (acknowledged = present, reconcile). */
export type Fault = {
  name: string
  /** What is done, in a line. */
  what: string
  /** Runs in npm test. */
  isQuick?: boolean
  /** Why it cannot be made on this machine. */
  missing?: () => string | undefined
  /** It makes its own database. */
  ownDatabase?: boolean
  /** Seconds before it is given up. */
  patience?: number
  run: (site: Site) => Promise<Told>
}
