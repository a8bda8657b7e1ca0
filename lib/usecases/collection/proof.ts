import { z } from 'zod'
import { now } from '#lib/db/clock.ts'
import type { KeeperOf } from '#lib/domain/who.ts'
import { seal, unseal } from '#lib/infra/signing.ts'

/** How a keeper came to know that the person at the door is the right one. */
export type Proof = 'code' | 'qr'

const PURPOSE = 'collection proof'
const VALID_MS = 15 * 60_000
const shape = z.object({ orderId: z.uuid(), proof: z.enum(['code', 'qr']), by: z.uuid(), at: z.number() })

/**
 * Seals that this keeper was shown the code or the QR of this order, to carry it from looking up to handing over:
 * nobody can claim a proof they never had.
 * @param keeperId who looked it up; worthless in other hands
 * @param at the database's time of the look-up
 */
export const sealProof = (orderId: string, proof: Proof, keeperId: string, at: Date): string =>
  seal(PURPOSE, { orderId, proof, by: keeperId, at: at.getTime() })

/**
 * Opens what `sealProof` made.
 * @param now the database's time
 * @returns the proof; undefined when it is for another order or keeper, older than 15 minutes, or not ours
 */
export function openProof(sealed: string | undefined, orderId: string, keeperId: string, now: Date): Proof | undefined {
  const parsed = shape.safeParse(unseal(PURPOSE, sealed))
  if (!parsed.success) return undefined
  const { data } = parsed
  const isFresh = now.getTime() - data.at < VALID_MS
  return isFresh && data.orderId === orderId && data.by === keeperId ? data.proof : undefined
}

/** What a sealed proof says at this moment, for a page to show. */
export const proofKind = async (
  who: KeeperOf,
  orderId: string,
  sealed: string | undefined,
): Promise<Proof | undefined> => (sealed ? openProof(sealed, orderId, who.userId, await now()) : undefined)
