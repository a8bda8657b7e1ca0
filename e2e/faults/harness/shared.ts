import { join } from 'node:path'
import { Cluster } from './cluster.ts'

/** The Postgres that faults share, each in a database of its own; made when the first needs it, up again for the next. */
export class Shared {
  readonly #dir: string
  #cluster: Cluster | undefined

  constructor(dir: string) {
    this.#dir = dir
  }

  async up(): Promise<Cluster> {
    this.#cluster ??= await Cluster.make({ dir: join(this.#dir, 'shared'), flags: ['max_connections=200'] })
    if (!(await this.#cluster.answers())) await this.#cluster.start()
    return this.#cluster
  }

  async stop(): Promise<void> {
    await this.#cluster?.stop()
  }
}
