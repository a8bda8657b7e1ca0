import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome } from '#lib/domain/outcome.ts'
import type { Locale } from '#lib/domain/text.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'

type Texts = Partial<Record<Locale, string>>

export type OperatorInput = {
  name: Texts
  legalName: string
  registration: string
  licence: string
  address: string
  about: Texts
  terms: Texts
  complaintContact: string
  allowsWithdrawals: boolean
  /** Whole, from 1. */
  claimHours: number
}

/** Says who runs this instance: what /about shows, as the law asks. */
export const saveOperator = (who: AdminFor<'people'>, data: OperatorInput): Promise<Outcome<true, never>> =>
  transaction(async (tx) => {
    const before = await tx.operator.findUnique({ where: { id: 1 } })
    await tx.operator.upsert({ where: { id: 1 }, create: { id: 1, ...data }, update: data })
    const keys = Object.keys(data) as (keyof OperatorInput)[]
    await audit(tx, {
      actorId: who.userId,
      actorRole: 'admin',
      action: 'operator.change',
      subjectType: 'operator',
      subjectId: '1',
      data: { changed: keys.filter((key) => JSON.stringify(before?.[key]) !== JSON.stringify(data[key])) },
    })
    return accept(true)
  })
