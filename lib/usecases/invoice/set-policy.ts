import { transaction } from '#lib/db/transaction.ts'
import type { InvoicePolicy } from '#lib/domain/invoice.ts'
import { accept, type Outcome } from '#lib/domain/outcome.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'

/** Says whether every order gets its invoice when it is collected and paid, or who asks for one. */
export const setInvoicePolicy = (
  who: AdminFor<'money'>,
  { invoices }: { invoices: InvoicePolicy },
): Promise<Outcome<{ invoices: InvoicePolicy }, never>> =>
  transaction(async (tx) => {
    await tx.rates.upsert({ where: { id: 1 }, create: { id: 1, invoices }, update: { invoices } })
    await audit(tx, {
      ...actorOf(who, 'admin'),
      action: 'rates.invoices',
      subjectType: 'rates',
      subjectId: '1',
      data: { invoices },
    })
    return accept({ invoices })
  })
