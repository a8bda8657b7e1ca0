import { databaseClock } from '#lib/db/locks.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { paidAtPickup } from '#lib/domain/ledger.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { isQuantity, type Unit } from '#lib/domain/quantity.ts'
import { partsOfSale } from '#lib/domain/tax.ts'
import { actorOf, type KeeperOf } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { type Claim, type Once, once, type Reused } from '../api-key/once.ts'
import { auditSql } from '../audit.ts'
import { isInvoicedAlways, writeInvoice } from '../invoice/write.ts'
import { postToLedger } from '../ledger/post.ts'
import { giveBackTolerance } from '../weighing/give-back-tolerance.ts'
import { earnedAtPickup } from './earned.ts'
import { type LineRow, linesOf, lockOrder, moneyAtPickup, moveReserved, type OrderRow } from './order-rows.ts'
import { openProof } from './proof.ts'
import { tellCollected } from './tell-collected.ts'

/** Quantities are pieces, or grams where the unit is weighed. */
export type HandedLine = { offerId: string; quantity: number }

export type HandOverInput = {
  orderId: string
  /** What is handed over now; everything that is left when missing. Zeros are left out. */
  lines?: HandedLine[]
  /** From `lookUp`. Without it a reason must be given. */
  proof?: string
  /** Why it is handed over without code and QR. */
  reason?: string
  /** The keeper has the money. */
  isPaid?: boolean
  /** It came by card on the keeper's own terminal: they owe it to the operator like cash. */
  byTerminal?: boolean
  /** Σ collected of the lines as the form showed them: sent twice, a part is handed over once. */
  seenCollected?: number
}

export type HandedOver = { collectionId: string; state: 'collected' | 'ready' | 'uncollected'; collectedAt: Date }

export type HandOverRefusal =
  | { code: 'NOT_FOUND' }
  | { code: 'ALREADY_COLLECTED'; by: string; at: Date; timeZone: string }
  | { code: 'NOT_ARRIVED' }
  | { code: 'ORDER_NOT_OPEN' }
  | { code: 'PROOF_EXPIRED' }
  | { code: 'REASON_NEEDED'; field: 'reason' }
  | { code: 'NOTHING_CHOSEN' }
  | { code: 'MORE_THAN_LEFT'; offerId: string; left: number }

const MIN_REASON = 3

/**
 * Hands an order over at its station, in full or in part (TRUST I14: each thing once, by someone with the right to).
 * The order is collected when nothing is left; else the rest waits. Goods from stock leave it, with their reservation. What is
 * sold by weight and was not weighed is charged as ordered, once it is paid or all handed over.
 * @param claim hands over once for each key of a program
 * Refuses NOT_FOUND (no order of this station), ALREADY_COLLECTED (who and when: a second scan, or a form sent twice),
 * NOT_ARRIVED, ORDER_NOT_OPEN (cancelled, or its group still takes orders), PROOF_EXPIRED, REASON_NEEDED,
 * NOTHING_CHOSEN, MORE_THAN_LEFT.
 */
export const handOver = (
  who: KeeperOf,
  input: HandOverInput,
  claim?: Claim,
): Promise<Outcome<Once<HandedOver>, HandOverRefusal | Reused>> =>
  sqlTransaction((tx) => once(tx, claim, () => handOverIn(tx, who, input)))

async function handOverIn(
  tx: SqlTx,
  who: KeeperOf,
  input: HandOverInput,
): Promise<Outcome<HandedOver, HandOverRefusal>> {
  const order = await lockOrder(tx, input.orderId, who.stationId)
  if (!order) return refuse({ code: 'NOT_FOUND' })
  const now = await databaseClock(tx)
  const lines = await linesOf(tx, order.id)
  const open = await checkOpen(tx, order, lines, input.seenCollected)
  if (!open.ok) return open
  const proof = proofOf(who, input, now)
  if (!proof.ok) return proof
  const chosen = choose(lines, input.lines)
  if (!chosen.ok) return chosen

  const isComplete = lines.every((line) => line.collected + quantityOf(chosen.value, line) === line.quantity)
  const collectionId = newId()
  await write(tx, {
    who,
    order,
    now,
    collectionId,
    isComplete,
    proof: proof.value,
    lines: chosen.value,
    all: lines,
    input,
  })
  await moveReserved(
    tx,
    lines
      .filter((line) => line.source === 'stock' && quantityOf(chosen.value, line) > 0)
      .map((line) => ({ productId: line.product_id, quantity: -quantityOf(chosen.value, line) })),
    'collected',
    { orderId: order.id, actorId: who.userId },
  )
  if (isComplete) await tellCollected(tx, order.id, now)
  const state = isComplete ? 'collected' : (order.state as 'ready' | 'uncollected')
  return accept({ collectionId, state, collectedAt: now })
}

const quantityOf = (chosen: HandedLine[], line: LineRow): number =>
  chosen.find(({ offerId }) => offerId === line.offer_id)?.quantity ?? 0

/** Only what lies on the shelf can be handed over, and only once. */
async function checkOpen(
  tx: SqlTx,
  order: OrderRow,
  lines: LineRow[],
  seenCollected: number | undefined,
): Promise<Outcome<true, HandOverRefusal>> {
  const collected = lines.reduce((sum, line) => sum + line.collected, 0)
  const isStale = seenCollected !== undefined && seenCollected !== collected
  if (order.state === 'collected' || (isStale && collected > 0)) {
    const { rows } = await tx.query<{ by: string | null; at: Date; zone: string }>(
      `select u.name as by, c.at, s.time_zone as zone from collections c join stations s on s.id = c.station_id
       left join users u on u.id = c.keeper_id where c.order_id = $1 and c.undone_at is null order by c.at desc limit 1`,
      [order.id],
    )
    const last = rows[0]
    if (last) return refuse({ code: 'ALREADY_COLLECTED', by: last.by ?? '', at: last.at, timeZone: last.zone })
  }
  if (order.state === 'frozen') return refuse({ code: 'NOT_ARRIVED' })
  if (order.state !== 'ready' && order.state !== 'uncollected') return refuse({ code: 'ORDER_NOT_OPEN' })
  return accept(true)
}

type Evidence = { proof: 'code' | 'qr' | 'none'; reason: string }

function proofOf(
  who: KeeperOf,
  { orderId, proof, reason }: HandOverInput,
  now: Date,
): Outcome<Evidence, HandOverRefusal> {
  if (proof) {
    const opened = openProof(proof, orderId, who.userId, now)
    return opened ? accept({ proof: opened, reason: '' }) : refuse({ code: 'PROOF_EXPIRED' })
  }
  const given = reason?.trim() ?? ''
  return given.length < MIN_REASON
    ? refuse({ code: 'REASON_NEEDED', field: 'reason' })
    : accept({ proof: 'none', reason: given })
}

/** What is handed over now: asked for and left, or all that is left. */
function choose(lines: LineRow[], asked: HandedLine[] | undefined): Outcome<HandedLine[], HandOverRefusal> {
  const left = new Map(lines.map((line) => [line.offer_id, line]))
  const wanted = asked ?? lines.map((line) => ({ offerId: line.offer_id, quantity: line.quantity - line.collected }))
  const chosen = wanted.filter(({ quantity }) => quantity !== 0)
  if (chosen.length === 0) return refuse({ code: 'NOTHING_CHOSEN' })
  const seen = new Set<string>()
  for (const { offerId, quantity } of chosen) {
    const line = left.get(offerId)
    const most = line && !seen.has(offerId) ? line.quantity - line.collected : 0
    if (!line || quantity > most || !isQuantity(quantity, line.unit as Unit)) {
      return refuse({ code: 'MORE_THAN_LEFT', offerId, left: most })
    }
    seen.add(offerId)
  }
  return accept(chosen)
}

type Writing = {
  who: KeeperOf
  order: OrderRow
  now: Date
  collectionId: string
  isComplete: boolean
  proof: Evidence
  lines: HandedLine[]
  /** Every line of the order. */
  all: LineRow[]
  input: HandOverInput
}

async function write(
  tx: SqlTx,
  { who, order, now, collectionId, isComplete, proof, lines, all, input }: Writing,
): Promise<void> {
  await tx.query(
    `insert into collections (id, order_id, station_id, keeper_id, proof, reason, lines, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [collectionId, order.id, who.stationId, who.userId, proof.proof, proof.reason, JSON.stringify(lines), now],
  )
  await tx.query(
    `update order_lines l set collected = l.collected + n.quantity
     from unnest($2::uuid[], $3::int[]) as n(offer_id, quantity) where l.order_id = $1 and l.offer_id = n.offer_id`,
    [order.id, lines.map(({ offerId }) => offerId), lines.map(({ quantity }) => quantity)],
  )
  // what was paid in advance is earned when everything is handed over; else the keeper takes the money when they say so
  const isPaid = order.payment_state === 'held' ? isComplete : input.isPaid === true && order.payment_state === 'due'
  const { rowCount } = await tx.query(
    `update orders set
       state = case when $2 then 'collected'::"OrderState" else state end,
       collected_at = case when $2 then $3::timestamptz end, collected_by = case when $2 then $4::uuid end,
       payment_state = case when $5 then 'paid'::"PaymentState" else payment_state end,
       tolerance_minor = case when $2 or $5 then 0 else tolerance_minor end
     where id = $1 and state = $6::"OrderState"`,
    [order.id, isComplete, now, who.userId, isPaid, order.state],
  )
  if (rowCount !== 1) throw new Error(`order ${order.id} changed under its lock`)
  const wasPaid = isPaid || order.payment_state !== 'due'
  // what nobody weighed is charged as ordered
  if (isPaid && order.payment_state === 'held')
    await giveBackTolerance(tx, order, order.tolerance_minor, {
      ...{ event: `collection ${collectionId}`, reason: 'not_weighed', actorId: who.userId },
    })
  await postToLedger(tx, [
    ...(isPaid ? moneyAtPickup(paidAtPickup, order, collectionId, who, partsOfSale(all), input.byTerminal) : []),
    ...(isComplete ? await earnedAtPickup(tx, order, all, { collectionId, who, isPaid: wasPaid }) : []),
  ])
  if (isComplete && wasPaid && order.total_minor > 0 && (await isInvoicedAlways(tx)))
    await writeInvoice(tx, order, actorOf(who, 'keeper'))
  await auditSql(tx, [
    {
      ...actorOf(who, 'keeper'),
      action: 'order.collect',
      subjectType: 'order',
      subjectId: order.id,
      data: { collectionId, stationId: who.stationId, proof: proof.proof, lines, isComplete, isPaid },
    },
  ])
}
