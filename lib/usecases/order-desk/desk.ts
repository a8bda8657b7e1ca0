import { hash } from 'node:crypto'
import { isUnavailable } from '#lib/db/errors.ts'
import { lockAsDesk } from '#lib/db/locks.ts'
import { type SqlTx, sqlTransaction, type WithCommit } from '#lib/db/transaction.ts'
import {
  type Amended,
  type Cancelled,
  type CancelReason,
  type Decision,
  type DeskAnswer,
  type DeskRefusal,
  type DeskRequest,
  decide,
  type Placed,
  type RequestedLine,
} from '#lib/domain/desk.ts'
import { chargedToWallet } from '#lib/domain/ledger-wallet.ts'
import type { PaymentMethod } from '#lib/domain/lifecycle.ts'
import { type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { Locale } from '#lib/domain/text.ts'
import { tellChanged } from '#lib/infra/changes.ts'
import { newId } from '#lib/infra/ids.ts'
import { deskAnswers, deskBatchSize, deskWaitSeconds } from '#lib/infra/metrics.ts'
import { pickupCodeOf } from '#lib/infra/pickup-code.ts'
import { type AuditFacts, auditSql } from '../audit.ts'
import { postToLedger } from '../ledger/post.ts'
import { giveBackOnline, type Returned } from '../payment/give-back.ts'
import { postMessages } from '../post-message.ts'
import { loadShelf, lockCounter } from './shelf.ts'
import { messagesAbout } from './tell.ts'
import { type Particulars, writeDecision } from './write.ts'

const MAX_BATCH = 128

type Entry = {
  request: DeskRequest
  particulars?: Omit<Particulars, 'code'> & { locale: Locale }
  by?: Actor | undefined
  /** performance.now() when it came. */
  asked: number
  resolve: (answer: DeskAnswer) => void
  reject: (error: unknown) => void
}

/** Who acts for the shopper, for the trail; the shopper where nobody else does. */
type Actor = Pick<AuditFacts, 'actorId' | 'actorRole'>

export type PlaceInput = {
  by?: Actor
  groupOrderId: string
  /** Who asks and under which key: "scope:key". One order per key, forever. */
  key: string
  shopperId: string
  stationId: string
  /** On the bag. */
  name: string
  /** E.164 or e-mail, where news of this order goes. */
  contact: string
  lines: RequestedLine[]
  /** On pickup where nothing else is said. */
  payment?: PaymentMethod
  /** In the spelling of `couponCode` in lib/domain/coupon.ts. */
  couponCode?: string | undefined
  /** Of the link through which the shopper came (lib/domain/carrying.ts); one that does not carry the group does nothing. */
  carrierCode?: string | undefined
  /** The total the shopper saw, minor units: a higher one is refused instead of charged. */
  shownTotalMinor?: number
  /** What the shopper read it may come to at most, once weighed. */
  shownMostMinor?: number | undefined
  locale: Locale
}
export type AmendInput = {
  by?: Actor
  groupOrderId: string
  orderId: string
  shopperId: string
  stationId?: string
  lines: RequestedLine[]
  shownTotalMinor?: number
}
export type CancelInput = {
  by?: Actor
  groupOrderId: string
  orderId: string
  shopperId: string
  reason?: CancelReason
}

/**
 * Group commit: requests that arrive while a transaction is in flight, or while the next one waits for another process to
 * let go of the group order, ride together, a queue for each group order. One bad request never fails its neighbours: after
 * an unexpected error each is tried alone.
 */
const queues = new Map<string, Entry[]>()

async function drain(groupOrderId: string, waiting: Entry[]): Promise<void> {
  while (waiting.length > 0) {
    let batch: Entry[] = []
    const taken = () => {
      if (batch.length === 0) batch = waiting.splice(0, MAX_BATCH)
      return batch
    }
    try {
      await answerTogether(groupOrderId, taken)
    } catch (error) {
      taken()
      // A key taken meanwhile in another group order shows as a broken constraint: a second look finds it. Where the
      // database itself is gone, a second look would only keep people waiting.
      if (isUnavailable(error)) for (const entry of batch) giveUp(entry, error)
      else
        for (const entry of batch) await answerTogether(groupOrderId, () => [entry]).catch((own) => giveUp(entry, own))
    }
  }
  queues.delete(groupOrderId)
}

function giveUp({ request, reject }: Entry, error: unknown): void {
  deskAnswers.inc({ request: request.kind, answer: 'error' })
  reject(error)
}

type Details = Pick<Entry, 'by' | 'particulars'>

function submit(groupOrderId: string, request: DeskRequest, details: Details): Promise<DeskAnswer> {
  return new Promise((resolve, reject) => {
    const entry: Entry = { request, ...details, asked: performance.now(), resolve, reject }
    const waiting = queues.get(groupOrderId)
    if (waiting) {
      waiting.push(entry)
      return
    }
    const fresh = [entry]
    queues.set(groupOrderId, fresh)
    void drain(groupOrderId, fresh)
  })
}

/**
 * One transaction: lock, load, decide, write, commit; then everybody is answered.
 * @param taken the requests to answer, asked for once the group order is ours: the same ones each time
 */
async function answerTogether(groupOrderId: string, taken: () => Entry[]): Promise<void> {
  const decided = async (tx: SqlTx, withCommit: WithCommit) => {
    const [, counter] = await Promise.all([lockAsDesk(tx, groupOrderId), lockCounter(tx, groupOrderId)])
    const batch = taken()
    const requests = batch.map(({ request }) => request)
    const loaded = counter && (await loadShelf(tx, groupOrderId, counter, requests))
    if (!loaded)
      return { batch, answers: requests.map((): DeskAnswer => refuse({ code: 'NOT_PUBLISHED' })), changed: [] }
    const { shelf, group, orders } = loaded
    const decision = decide(shelf, requests, group.now)
    const given = new Map(batch.map(({ request, particulars }) => [request.orderId, particulars]))
    const particulars = new Map(
      decision.placed.flatMap(({ orderId, number }) => {
        const own = given.get(orderId)
        return own ? [[orderId, { ...own, code: pickupCodeOf(group.codeSecret, number) }] as const] : []
      }),
    )
    if (decision.placed.length + decision.amended.length + decision.cancelled.length === 0)
      return { batch, answers: decision.answers, changed: [] }
    // the account of who pays may be new: its number is waited for
    const { currency } = group
    await postToLedger(
      tx,
      decision.charges.map((each) => chargedToWallet({ ...each, currency, chargeId: newId() })),
    )
    await giveBackOnline(tx, returned(decision))
    withCommit(writeDecision(tx, groupOrderId, decision, group, particulars))
    withCommit(auditSql(tx, trail(batch, decision.answers)))
    withCommit(postMessages(tx, messagesAbout(decision, group, particulars, orders)))
    const products = [...decision.stockDelta.keys()].map((id) => `product:${id}`)
    return { batch, answers: decision.answers, changed: [`group:${groupOrderId}`, ...products] }
  }
  const { batch, answers, changed } = await sqlTransaction(decided, { isPrepared: true })
  // after the commit: inside it a NOTIFY would hold up every other commit of the database
  for (const topic of changed) tellChanged(topic)
  deskBatchSize.observe(batch.length)
  const now = performance.now()
  for (const [index, entry] of batch.entries()) {
    const answer = answers[index] as DeskAnswer
    entry.resolve(answer)
    deskWaitSeconds.observe((now - entry.asked) / 1_000)
    deskAnswers.inc({ request: entry.request.kind, answer: inAWord(answer) })
  }
}

/** What orders gave back that may have been paid online. */
const returned = ({ charges, cancelled }: Decision): Returned[] => {
  const gone = new Set(cancelled.map(({ orderId }) => orderId))
  return charges
    .filter(({ amountMinor }) => amountMinor < 0)
    .map(({ orderId, amountMinor }) => ({
      orderId,
      amountMinor: -amountMinor,
      reason: gone.has(orderId) ? 'cancelled' : 'lowered',
    }))
}

const inAWord = (answer: DeskAnswer): string => {
  if (!answer.ok) return answer.refusal.code
  return 'repeated' in answer.value && answer.value.repeated ? 'repeated' : 'accepted'
}

/** Who placed, changed or cancelled what; repeats and refusals did nothing and leave no trace. */
const trail = (batch: Entry[], answers: DeskAnswer[]): AuditFacts[] =>
  batch.flatMap(({ request, by }, index) => {
    const answer = answers[index]
    if (!answer?.ok || ('repeated' in answer.value && answer.value.repeated)) return []
    const data = 'totalMinor' in answer.value ? { totalMinor: answer.value.totalMinor } : {}
    return [
      {
        ...(by ?? { actorId: request.shopperId, actorRole: 'shopper' }),
        action: `order.${request.kind}`,
        subjectType: 'order',
        subjectId: request.orderId,
        data,
      },
    ]
  })

/** Covers who asked and all that was asked, so that a key answers only the very same request. */
function bodyHash({
  groupOrderId,
  shopperId,
  stationId,
  name,
  contact,
  lines,
  payment = 'on_pickup',
  couponCode,
  carrierCode,
}: PlaceInput): string {
  const sorted = lines.map(({ offerId, quantity }) => [offerId, quantity] as const).sort(([a], [b]) => (a < b ? -1 : 1))
  // keys that were used before there was a choice keep their answers
  const paid = payment === 'on_pickup' && couponCode === undefined ? [] : [payment, couponCode]
  const carried = carrierCode === undefined ? [] : [{ carrierCode }]
  const asked = [groupOrderId, shopperId, stationId, name, contact, sorted, ...paid, ...carried]
  return hash('sha256', JSON.stringify(asked))
}

/**
 * Where orders are placed, amended and cancelled. Each answers when its transaction has committed: what was accepted
 * survives a crash. Refusals: see DeskRefusal. Throws when the database cannot be reached.
 */
export const orderDesk = {
  place: (input: PlaceInput) =>
    submit(
      input.groupOrderId,
      {
        kind: 'place',
        key: input.key,
        bodyHash: bodyHash(input),
        orderId: newId(),
        shopperId: input.shopperId,
        stationId: input.stationId,
        payment: input.payment ?? 'on_pickup',
        couponCode: input.couponCode,
        carrierCode: input.carrierCode,
        lines: input.lines,
        shownTotalMinor: input.shownTotalMinor,
        shownMostMinor: input.shownMostMinor,
      },
      { by: input.by, particulars: { name: input.name, contact: input.contact, locale: input.locale } },
    ) as Promise<Outcome<Placed, DeskRefusal>>,
  amend: ({ groupOrderId, by, ...rest }: AmendInput) =>
    submit(groupOrderId, { kind: 'amend', ...rest }, { by }) as Promise<Outcome<Amended, DeskRefusal>>,
  cancel: ({ groupOrderId, by, ...rest }: CancelInput) =>
    submit(groupOrderId, { kind: 'cancel', ...rest }, { by }) as Promise<Outcome<Cancelled, DeskRefusal>>,
}
