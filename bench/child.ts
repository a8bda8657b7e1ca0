import { type ChildProcess, fork } from 'node:child_process'
import { inRoot, NODE } from '#bin/lib/paths.mjs'

/** What a child answers: the value, or why it has none. */
type Reply = { id: number; value?: unknown; error?: string }

/**
 * A process that imports the shop's own modules against one database, as one app process does, and does named jobs.
 * @param script under bench/, which calls `serve`
 * @param env read by lib/infra/env when the script is loaded
 */
export class Child {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  #next = 0

  constructor(script: string, env: NodeJS.ProcessEnv, execArgv: string[] = []) {
    this.#process = fork(inRoot('bench', script), { cwd: inRoot(), env, execPath: NODE, execArgv })
    this.#process.on('message', ({ id, value, error }: Reply) => {
      const call = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) call?.resolve(value)
      else call?.reject(new Error(error))
    })
    this.#process.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${script} ended`))
      this.#waiting.clear()
    })
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  /** Has a job done. @throws Error when it fails or the child ends */
  ask<T>(job: string, input: unknown = {}): Promise<T> {
    const id = this.#next++
    return new Promise<T>((resolve, reject) => {
      if (!this.#process.connected) return reject(new Error('the child has ended: see above'))
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      this.#process.send({ id, job, input }, (error) => error && reject(error))
    })
  }

  /** Ends the child at once: what it had not finished is lost. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const ended = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.kill('SIGKILL')
    await ended
  }

  /** Ends the child in peace, so that a profile it writes is written. */
  async finish(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.disconnect()
    await ended
  }
}

/** The child's side: does the jobs it is asked for, until its parent goes away. */
export function serve(jobs: Record<string, (input: never) => Promise<unknown>>): void {
  process.on('message', async ({ id, job, input }: { id: number; job: string; input: never }) => {
    try {
      const work = jobs[job]
      if (!work) throw new Error(`no job ${job}`)
      process.send?.({ id, value: await work(input) })
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? error.stack : String(error) })
    }
  })
  process.on('disconnect', () => process.exit(0))
}
