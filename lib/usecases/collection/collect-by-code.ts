import { createHash, timingSafeEqual } from 'node:crypto'
import { pool } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import { isWithinLimit } from '#lib/db/rate-limit.ts'
import { type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { KeeperOf } from '#lib/domain/who.ts'
import { readPass } from '#lib/infra/signing.ts'
import type { Claim, Once, Reused } from '../api-key/once.ts'
import { type HandedLine, type HandedOver, type HandOverRefusal, handOver } from './hand-over.ts'
import { type Proof, sealProof } from './proof.ts'

export type CollectInput = {
  orderId: string
  /** The code that was said, or the text of the QR that was shown. */
  code: string
  lines?: HandedLine[] | undefined
  isPaid?: boolean | undefined
}

export type CollectRefusal = HandOverRefusal | { code: 'NO_SUCH_CODE' | 'TOO_MANY_TRIES'; field: 'code' }

const TRIES = 10
const TRY_SECONDS = 600

/**
 * Hands over an order that is named, against its code: for programs at a station, which know the order and do not search.
 * @param claim hands over once for each key of a program
 * @returns as for `handOver`. Refuses NO_SUCH_CODE, TOO_MANY_TRIES (10 for an order in ten minutes, counted before anything
 *   is compared, so that parallel guesses cannot exceed it), and what `handOver` refuses
 */
export async function collectByCode(
  who: KeeperOf,
  { orderId, code, lines, isPaid }: CollectInput,
  claim?: Claim,
): Promise<Outcome<Once<HandedOver>, CollectRefusal | Reused>> {
  if (!(await isWithinLimit(`collect try ${orderId}`, TRIES, TRY_SECONDS))) {
    return refuse({ code: 'TOO_MANY_TRIES', field: 'code' })
  }
  const proof = await proofOf(who, orderId, code)
  if (!proof) return refuse({ code: 'NO_SUCH_CODE', field: 'code' })
  const sealed = sealProof(orderId, proof, who.userId, await now())
  return handOver(
    who,
    { orderId, proof: sealed, ...(lines && { lines }), ...(isPaid !== undefined && { isPaid }) },
    claim,
  )
}

async function proofOf(who: KeeperOf, orderId: string, code: string): Promise<Proof | undefined> {
  const { rows } = await pool.query<{ code: string; secret: string }>(
    'select pickup_code as code, pickup_secret as secret from orders where id = $1 and station_id = $2',
    [orderId, who.stationId],
  )
  const [order] = rows
  if (!order) return undefined
  const pass = readPass(code)
  if (pass) return pass.orderId === orderId && isSame(pass.secret, order.secret) ? 'qr' : undefined
  return isSame(code.normalize('NFKC').replace(/[\s-]/g, ''), order.code) ? 'code' : undefined
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))
