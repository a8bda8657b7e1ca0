import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { inRoot } from '#bin/lib/paths.mjs'
import { until } from './until.ts'

export type Ending = { code: number | null; signal: NodeJS.Signals | null }
export type ProgramOptions = { env: NodeJS.ProcessEnv; cwd?: string; uid?: number; gid?: number }

/** The environment of a program that needs none. */
export const bare = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  NODE_ENV: 'production',
})

const MOST_OUTPUT = 200_000
/** Everything that this run has started and that has not ended. */
const running = new Set<Program>()

/** A real process in a process group of its own, with all that it says. */
export class Program {
  readonly name: string
  readonly pid: number
  readonly ended: Promise<Ending>
  output = ''
  ending: Ending | undefined
  readonly #child: ChildProcess

  constructor(command: string, args: string[], { env, cwd = inRoot(), ...as }: ProgramOptions) {
    this.name = args.find((arg) => arg.endsWith('.ts') || arg.endsWith('.mjs')) ?? command
    this.#child = spawn(command, args, { ...as, cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child.on('error', (error) => this.#hear(String(error)))
    this.pid = this.#child.pid ?? 0
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (bytes) => this.#hear(String(bytes)))
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        running.delete(this)
        this.ending = { code, signal }
        resolve(this.ending)
      })
    })
    running.add(this)
  }

  #hear(text: string): void {
    this.output = (this.output + text).slice(-MOST_OUTPUT)
  }

  /** Waits until it has said this; fails at once when it ends instead. */
  async says(text: string, withinMs = 30_000): Promise<void> {
    await until(
      `${this.name} says “${text}”`,
      () => {
        if (this.output.includes(text)) return true
        if (this.ending) throw new Error(`${this.name} ended instead of saying “${text}”:\n${this.output.slice(-2000)}`)
        return false
      },
      withinMs,
    )
  }

  signal(signal: NodeJS.Signals): void {
    if (this.pid && !this.ending) process.kill(this.pid, signal)
  }

  /** Ends it and all that it has started, without a word. */
  killAll(): void {
    try {
      if (this.pid) process.kill(-this.pid, 'SIGKILL')
    } catch {
      // nobody is left
    }
  }
}

/** The processes that a process has started and that still run. */
export function childrenOf(parent: number): number[] {
  if (!existsSync('/proc/self/stat')) throw new Error('this fault needs /proc')
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const [state, owner] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return Number(owner) === parent && state !== 'Z' ? [Number(name)] : []
    } catch {
      return [] // ended while we looked
    }
  })
}

/** Whether a process runs; one that has ended and waits to be buried does not. */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
  } catch {
    return false
  }
}

/** What else must not be left behind, such as a mounted disk. */
export const leftovers = new Set<() => void>()

/** For the very end, whatever happened. */
export function killEverything(): void {
  for (const program of running) program.killAll()
  for (const remove of leftovers) remove()
}
