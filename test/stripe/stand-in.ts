import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import Stripe from 'stripe'
import { type Tree, textAt, treeOf } from './form.ts'
import {
  eventOf,
  newStripeId,
  type Refund,
  refundOf,
  type Session,
  type StripeEvent,
  seconds,
  sessionOf,
} from './objects.ts'
import { payPage } from './pay-page.ts'

/** What goes wrong with the next request to the API: an answer of this status, a wait, or a line that drops after the work is done. */
export type Trouble = { status: number } | { waitMs: number } | { drops: true }

export type Delivery = { event: StripeEvent; rawBody: string; signature: string }

type Options = {
  webhookSecret: string
  /** Where events go; without one they are kept for the test to deliver. */
  webhookUrl?: string
  port?: number
  /** What Stripe keeps of a payment, in its smallest unit. */
  feeOf?: (amount: number) => number
}

type Answer = { status: number; body: unknown }

const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error: { type: status === 400 || status === 404 ? 'invalid_request_error' : 'api_error', code, message } },
})

/**
 * As much of Stripe's HTTP API as we use, on this machine: payment pages, refunds, fees, idempotency keys, signed events, and
 * troubles on demand. For tests, and for a demo in which anybody can try to pay online. It takes no money and must never
 * stand where money is taken: lib/infra/env.ts refuses its address outside demo mode.
 */
export class StripeStandIn {
  readonly sessions = new Map<string, Session>()
  readonly refunds: Refund[] = []
  /** Every event, in the order in which it happened. */
  readonly deliveries: Delivery[] = []
  /** Every request to the API that reached us: "POST /v1/refunds". */
  readonly requests: string[] = []
  /** Refunds are answered with this status; a pending one may be settled later. */
  refundStatus: Refund['status'] = 'succeeded'
  url = ''

  readonly #options: Options
  readonly #troubles: Trouble[] = []
  readonly #answers = new Map<string, { hash: string; answer: Answer }>()
  readonly #server = createServer((req, res) => {
    this.#serve(req, res).catch(() => res.destroy())
  })

  constructor(options: Options) {
    this.#options = options
  }

  async listen(): Promise<this> {
    await new Promise<void>((done, fail) => {
      this.#server.once('error', fail)
      this.#server.listen(this.#options.port ?? 0, '127.0.0.1', done)
    })
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    return this
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((done) => this.#server.close(done))
  }

  /** Lets the next requests to the API go wrong, one after the other. */
  trouble(...troubles: Trouble[]): void {
    this.#troubles.push(...troubles)
  }

  /** A shopper pays on a page. @returns the event */
  pay(id: string): Delivery {
    const session = this.#open(id)
    Object.assign(session, {
      status: 'complete',
      payment_status: 'paid',
      payment_intent: newStripeId('pi'),
      url: null,
    } satisfies Partial<Session>)
    return this.tell('checkout.session.completed', session)
  }

  /** A bank says no after the page was left. */
  decline(id: string): Delivery {
    const session = this.#open(id)
    Object.assign(session, {
      status: 'complete',
      payment_intent: newStripeId('pi'),
      url: null,
    } satisfies Partial<Session>)
    return this.tell('checkout.session.async_payment_failed', session)
  }

  /** Makes an event about an object as it is now, signs it, and sends it where events go. */
  tell(type: string, object: object): Delivery {
    const event = eventOf(type, structuredClone(object))
    const rawBody = JSON.stringify(event)
    const delivery = { event, rawBody, signature: this.sign(rawBody) }
    this.deliveries.push(delivery)
    if (this.#options.webhookUrl) void this.#send(delivery)
    return delivery
  }

  /** Signs a body as Stripe does. */
  sign(payload: string, timestamp = seconds()): string {
    return Stripe.webhooks.generateTestHeaderString({ payload, secret: this.#options.webhookSecret, timestamp })
  }

  #open(id: string): Session {
    const session = this.sessions.get(id)
    if (session?.status !== 'open') throw new Error('this payment page is not open')
    return session
  }

  /** Like Stripe, until it is taken; only not for three days. Each try is signed anew. */
  async #send({ rawBody }: Delivery): Promise<void> {
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const isTaken = await fetch(this.#options.webhookUrl ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'stripe-signature': this.sign(rawBody) },
        body: rawBody,
      }).then(
        ({ ok }) => ok,
        () => false,
      )
      if (isTaken) return
      await wait(500 * 2 ** attempt)
    }
  }

  async #serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await bodyOf(req)
    const { pathname, searchParams } = new URL(req.url ?? '/', this.url)
    if (pathname.startsWith('/pay/')) return this.#page(req, res, pathname.slice(5), body)
    this.requests.push(`${req.method} ${pathname}`)
    const trouble = this.#troubles.shift()
    if (trouble && 'waitMs' in trouble) await wait(trouble.waitMs)
    const answer =
      trouble && 'status' in trouble
        ? refusal(trouble.status, 'api_error', 'made to fail')
        : this.#once(req, pathname, body, searchParams)
    if (trouble && 'drops' in trouble) {
      res.destroy()
      return
    }
    res.writeHead(answer.status, { 'content-type': 'application/json', 'request-id': newStripeId('req') })
    res.end(JSON.stringify(answer.body))
  }

  /** The same key and body are answered the same; another body is refused. */
  #once(req: IncomingMessage, path: string, body: string, query: URLSearchParams): Answer {
    const key = req.headers['idempotency-key']
    if (req.method !== 'POST' || typeof key !== 'string')
      return this.#answer(`${req.method} ${path}`, treeOf(body), query)
    const hash = createHash('sha256').update(`${path}\n${body}`).digest('hex')
    const known = this.#answers.get(key)
    if (known && known.hash !== hash)
      return { status: 400, body: { error: { type: 'idempotency_error', message: 'another request had this key' } } }
    const answer = known?.answer ?? this.#answer(`POST ${path}`, treeOf(body), query)
    this.#answers.set(key, { hash, answer: structuredClone(answer) })
    return answer
  }

  #answer(asked: string, body: Tree, query: URLSearchParams): Answer {
    const [, method, what, id, verb] =
      /^(\w+) \/v1\/(checkout\/sessions|refunds|payment_intents)(?:\/(\w+))?(?:\/(\w+))?$/.exec(asked) ?? []
    const session = [...this.sessions.values()].find((each) => each.id === id || each.payment_intent === id)
    if (what === 'refunds' && method === 'GET') {
      const data = this.refunds.filter(({ payment_intent }) => payment_intent === query.get('payment_intent'))
      return { status: 200, body: { object: 'list', data, has_more: false } }
    }
    if (what === 'refunds') return this.#refund(body)
    if (what === 'checkout/sessions' && method === 'POST' && !id) return this.#createSession(body)
    if (!session || !id) return refusal(404, 'resource_missing', 'no such object')
    if (what === 'payment_intents') return { status: 200, body: this.#paymentIntent(session) }
    if (verb !== 'expire') return { status: 200, body: session }
    if (session.status !== 'open')
      return refusal(400, 'checkout_session_not_open', 'only an open session can be expired')
    session.status = 'expired'
    session.url = null
    this.tell('checkout.session.expired', session)
    return { status: 200, body: session }
  }

  #createSession(body: Tree): Answer {
    const session = sessionOf(body, this.url)
    const lives = session.expires_at - seconds()
    if (lives < 30 * 60 || lives > 24 * 3600)
      return refusal(400, 'parameter_invalid', 'expires_at: 30 minutes to 24 hours')
    if (!Number.isInteger(session.amount_total) || session.amount_total < 50)
      return refusal(400, 'amount_too_small', 'the amount is too small')
    this.sessions.set(session.id, session)
    return { status: 200, body: session }
  }

  #refund(body: Tree): Answer {
    const paid = [...this.sessions.values()].find(
      ({ payment_intent }) => payment_intent === textAt(body, 'payment_intent'),
    )
    if (!paid) return refusal(404, 'resource_missing', 'no such payment')
    const refund = { ...refundOf(body, paid.currency), status: this.refundStatus }
    const before = this.refunds
      .filter(({ payment_intent, status }) => payment_intent === refund.payment_intent && status !== 'failed')
      .reduce((sum, { amount }) => sum + amount, 0)
    if (before + refund.amount > paid.amount_total) return refusal(400, 'charge_already_refunded', 'more than was paid')
    this.refunds.push(refund)
    this.tell('refund.created', refund)
    return { status: 200, body: refund }
  }

  #paymentIntent({ payment_intent: id, amount_total: amount, currency }: Session) {
    const fee = this.#options.feeOf?.(amount) ?? Math.round(amount * 0.029) + 30
    const balance_transaction = {
      id: newStripeId('txn'),
      object: 'balance_transaction',
      amount,
      currency,
      fee,
      net: amount - fee,
    }
    return {
      id,
      object: 'payment_intent',
      latest_charge: { id: newStripeId('ch'), object: 'charge', balance_transaction },
    }
  }

  #page(req: IncomingMessage, res: ServerResponse, id: string, body: string): void {
    const session = this.sessions.get(id)
    if (!session) {
      res.writeHead(404, { 'content-type': 'text/plain' }).end('no such page')
      return
    }
    if (req.method === 'POST' && session.status === 'open') {
      const isPaid = new URLSearchParams(body).get('do') === 'pay'
      if (isPaid) this.pay(id)
      else this.decline(id)
      res.writeHead(303, { location: isPaid ? session.success_url : session.cancel_url }).end()
      return
    }
    res
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
      .end(payPage(session))
  }
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
