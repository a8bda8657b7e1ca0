import { db } from '#lib/db/client.ts'
import { CLAIM_HOURS } from '#lib/domain/claim.ts'
import type { LocalText } from '#lib/domain/text.ts'

export type OperatorPage = {
  name: LocalText
  legalName: string
  registration: string
  licence: string
  address: string
  about: LocalText
  terms: LocalText
  complaintContact: string
  allowsWithdrawals: boolean
  claimHours: number
}

/** Who runs this instance: public, as the law asks. Empty texts until somebody has filled them in. */
export async function operatorPage(): Promise<OperatorPage> {
  const row = await db.operator.findUnique({ where: { id: 1 } })
  const text = (json: unknown) => (json ?? '') as LocalText
  return {
    name: text(row?.name),
    legalName: row?.legalName ?? '',
    registration: row?.registration ?? '',
    licence: row?.licence ?? '',
    address: row?.address ?? '',
    about: text(row?.about),
    terms: text(row?.terms),
    complaintContact: row?.complaintContact ?? '',
    allowsWithdrawals: row?.allowsWithdrawals ?? false,
    claimHours: row?.claimHours ?? CLAIM_HOURS,
  }
}
