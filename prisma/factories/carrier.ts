import type { Tx } from '#lib/db/transaction.ts'
import { newToken } from '#lib/infra/ids.ts'
import { makeLeader } from './people.ts'

export type NewCarrier = {
  groupOrderId: string
  /** An approved leader; else one is made. */
  leaderId?: string
  /** Basis points; 30 % unless told otherwise. */
  splitBps?: number
  /** Carried no more. */
  isEnded?: boolean
}

export type MadeCarrier = { id: string; code: string; leaderId: string; userId: string; splitBps: number }

/** Somebody who carries a group order. */
export async function makeCarrier(db: Tx, facts: NewCarrier): Promise<MadeCarrier> {
  const { groupOrderId, splitBps = 3_000, isEnded } = facts
  const leader = facts.leaderId
    ? await db.leader.findUniqueOrThrow({ where: { id: facts.leaderId } })
    : await makeLeader(db, { name: { en: 'Rosa, by the quay', 'zh-CN': '码头的罗莎' } })
  const at = new Date()
  const { id, code } = await db.groupCarrier.create({
    data: {
      groupOrderId,
      leaderId: leader.id,
      splitBps,
      code: newToken(10),
      acceptedAt: at,
      endedAt: isEnded ? at : null,
      endedBy: isEnded ? leader.userId : null,
    },
  })
  return { id, code, leaderId: leader.id, userId: leader.userId, splitBps }
}
