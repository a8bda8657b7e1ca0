import { randomUUID } from 'node:crypto'
import { Agent } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { MadeGroup } from '#prisma/factories/group-order.ts'
import { ask } from './http.ts'
import { until } from './until.ts'

export type OrderBody = {
  stationId: string
  shopper: { name: string; email: string }
  lines: { offerId: string; quantity: number }[]
}

/** What a client knows of one order it has asked for: it never forgets a key without a final answer. */
export type Wish = {
  key: string
  group: MadeGroup
  body: OrderBody
  state: 'unknown' | 'acknowledged' | 'refused'
  /** Its first answer did not come, or was no answer (5xx). */
  wasLost: boolean
  /** When it was asked again, it had been done already. */
  wasDone: boolean
  answer?: { id: string; number: number; totalMinor: number }
  /** Why it was refused. */
  code?: string
  askedAt: number
  answeredAt: number
}

export type CrowdOptions = {
  apiKey: string
  /** Where to order, asked before each request. */
  at: () => string
  groups: MadeGroup[]
  shoppers?: number
  /** Each request so often at the same time. */
  times?: number
  /** Repeat a lost request at once by its key, as a good client does, instead of leaving it for later. */
  repeats?: boolean
  /** Each request on a connection of its own. */
  newConnections?: boolean
  lines?: (group: MadeGroup) => OrderBody['lines']
  timeoutMs?: number
}

/** Nobody hammers a shop that is down. */
const SULK_MS = 200
const SETTLE_AT_ONCE = 16

let people = 0

/**
 * Shoppers who order through the API, one order after the other, each as a new person, and remember everything: what was
 * acknowledged, what was refused, and what they had no answer to.
 */
export class Crowd {
  readonly wishes: Wish[] = []
  /** Final answers that came twice and differed, and answers that no client should see. */
  readonly complaints: string[] = []
  /** Statuses of answers that were no final answer. */
  readonly unavailable = { 503: 0, other: 0, none: 0 }
  slowestMs = 0
  #isOn = false
  #running: Promise<void>[] = []
  readonly #options: CrowdOptions
  readonly #agent: Agent

  constructor(options: CrowdOptions) {
    this.#options = options
    this.#agent = new Agent({ keepAlive: !options.newConnections, maxSockets: 2_000 })
  }

  get acknowledged(): number {
    return this.wishes.filter(({ state }) => state === 'acknowledged').length
  }

  get underway(): number {
    return this.wishes.filter(({ answeredAt }) => answeredAt === 0).length
  }

  start(): this {
    this.#isOn = true
    const { shoppers = 24 } = this.#options
    this.#running = Array.from({ length: shoppers }, (_, index) => this.#shop(index))
    return this
  }

  /** Asks for nothing new, and waits for nothing. */
  quit(): void {
    this.#isOn = false
    this.#agent.destroy()
  }

  /** Asks for nothing new; waits for the answers that are still to come. */
  async stop(): Promise<void> {
    this.#isOn = false
    await Promise.all(this.#running)
    this.#agent.destroy()
  }

  /** Waits for so many acknowledged orders beyond those there are. */
  more(count: number, withinMs = 30_000): Promise<true> {
    const goal = this.acknowledged + count
    return until(`${count} more orders are acknowledged`, () => this.acknowledged >= goal, withinMs)
  }

  /** Waits for the first acknowledgement of a request sent after that instant. @returns ms from it to the answer */
  async recovered(since: number, withinMs = 60_000): Promise<number> {
    const first = await until(
      'an order is acknowledged again',
      () => this.wishes.find(({ state, askedAt }) => state === 'acknowledged' && askedAt > since),
      withinMs,
    )
    return first.answeredAt - since
  }

  async #shop(index: number): Promise<void> {
    const { groups } = this.#options
    for (let turn = 0; this.#isOn; turn += 1) {
      const group = groups[(index + turn) % groups.length] as MadeGroup
      const wish = this.wish(group)
      await this.send(wish)
      if (wish.state !== 'unknown') continue
      if (this.#options.repeats) await this.settleOne(wish)
      else await pause(SULK_MS)
    }
  }

  /** A new person's order. */
  wish(group: MadeGroup, lines = this.#options.lines): Wish {
    people += 1
    const name = `Shopper ${people}`
    const wish: Wish = {
      key: randomUUID(),
      group,
      body: {
        stationId: group.stationId,
        shopper: { name, email: `shopper-${process.pid}-${people}@example.org` },
        lines: lines ? lines(group) : group.offers.map(({ offerId }) => ({ offerId, quantity: 1 + (people % 3) })),
      },
      state: 'unknown',
      wasLost: false,
      wasDone: false,
      askedAt: performance.now(),
      answeredAt: 0,
    }
    this.wishes.push(wish)
    return wish
  }

  /** Asks once, or `times` times at once. */
  async send(wish: Wish): Promise<void> {
    const { times = 1 } = this.#options
    wish.askedAt = performance.now()
    await Promise.all(Array.from({ length: times }, () => this.sendOnce(wish)))
    wish.answeredAt = performance.now()
    this.slowestMs = Math.max(this.slowestMs, wish.answeredAt - wish.askedAt)
    if (wish.state === 'unknown') wish.wasLost = true
  }

  async sendOnce(wish: Wish, at = this.#options.at()): Promise<void> {
    const { apiKey, timeoutMs } = this.#options
    try {
      const { status, headers, text } = await ask(`${at}/api/v1/group-orders/${wish.group.groupOrderId}/orders`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${apiKey}`,
          'content-type': 'application/json',
          'idempotency-key': wish.key,
        },
        body: JSON.stringify(wish.body),
        agent: this.#agent,
        ...(timeoutMs && { timeoutMs }),
      })
      this.#take(wish, status, text, headers)
    } catch {
      this.unavailable.none += 1
    }
  }

  #take(wish: Wish, status: number, text: string, headers: Record<string, unknown>): void {
    if (status === 201) {
      const { id, number, total } = JSON.parse(text)
      const answer = { id, number, totalMinor: total.amount }
      if (wish.answer && JSON.stringify(wish.answer) !== JSON.stringify(answer))
        this.complaints.push(
          `key ${wish.key} was answered ${JSON.stringify(wish.answer)} and ${JSON.stringify(answer)}`,
        )
      if (wish.state === 'refused') this.complaints.push(`key ${wish.key} was refused ${wish.code}, then acknowledged`)
      if (wish.wasLost && wish.state === 'unknown') wish.wasDone = headers['idempotency-replayed'] === 'true'
      Object.assign(wish, { state: 'acknowledged', answer })
    } else if (status === 503) {
      this.unavailable[503] += 1
      if (!headers['retry-after']) this.complaints.push('503 without Retry-After')
      if (!text.includes('"UNAVAILABLE"')) this.complaints.push(`503 without its code: ${text.slice(0, 100)}`)
    } else if (status >= 400 && status < 500 && status !== 429) {
      const { code } = JSON.parse(text)
      if (wish.state === 'acknowledged') this.complaints.push(`key ${wish.key} was acknowledged, then refused ${code}`)
      else Object.assign(wish, { state: 'refused', code })
    } else {
      this.unavailable.other += 1
      this.complaints.push(`${status}: ${text.slice(0, 200)}`)
    }
  }

  /** Asks by the same key until it is known whether it was done. */
  async settleOne(wish: Wish, at?: string, withinMs = 40_000): Promise<void> {
    await until(
      `the order with key ${wish.key} is known done or not done`,
      async () => {
        await this.sendOnce(wish, at)
        return wish.state !== 'unknown'
      },
      withinMs,
    )
  }

  /** Settles every wish that has no answer. @returns how many had none at first */
  async settle(at?: string): Promise<number> {
    const unknown = this.wishes.filter(({ state }) => state === 'unknown')
    const settleNext = async (): Promise<void> => {
      for (let wish = unknown.pop(); wish; wish = unknown.pop()) await this.settleOne(wish, at)
    }
    await Promise.all(Array.from({ length: SETTLE_AT_ONCE }, settleNext))
    this.#agent.destroy()
    return this.wishes.filter(({ wasLost }) => wasLost).length
  }
}
