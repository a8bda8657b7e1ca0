import { type Tx, transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { Locale } from '#lib/domain/text.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { type Claim, type Once, once, type Reused } from '../api-key/once.ts'
import { audit } from '../audit.ts'

export type SupplierInput = {
  /** Undefined makes a new one. */
  supplierId?: string | undefined
  name: Partial<Record<Locale, string>>
  email: string
  phone: string
  terms: Partial<Record<Locale, string>>
  /** What they are written to in; left as it is where it is not told. */
  locale?: Locale
  active: boolean
}

/**
 * Makes or changes a supplier.
 * @param claim makes it once for each key of a program
 * @returns its id. Refuses NOT_FOUND
 */
export const saveSupplier = (
  who: AdminFor<'catalogue'>,
  input: SupplierInput,
  claim?: Claim,
): Promise<Outcome<Once<{ supplierId: string }>, { code: 'NOT_FOUND' } | Reused>> =>
  transaction((tx) => once(tx, claim, () => save(tx, who, input)))

async function save(
  tx: Tx,
  who: AdminFor<'catalogue'>,
  { supplierId, ...data }: SupplierInput,
): Promise<Outcome<{ supplierId: string }, { code: 'NOT_FOUND' }>> {
  const id = supplierId ?? newId()
  if (supplierId) {
    const { count } = await tx.supplier.updateMany({ where: { id }, data })
    if (count !== 1) return refuse({ code: 'NOT_FOUND' })
  } else await tx.supplier.create({ data: { ...data, id, region: env.REGION } })
  await audit(tx, {
    ...actorOf(who, 'admin'),
    action: supplierId ? 'supplier.change' : 'supplier.create',
    subjectType: 'supplier',
    subjectId: id,
    data: { active: data.active },
  })
  return accept({ supplierId: id })
}
