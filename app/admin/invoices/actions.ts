'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { INVOICE_POLICIES } from '#lib/domain/invoice.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { setInvoicePolicy } from '#lib/usecases/invoice/set-policy.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { dutyGate } from '../gate.ts'

export const savePolicy = defineAction({
  schema: z.object({ invoices: z.enum(INVOICE_POLICIES) }),
  gate: dutyGate('money'),
  run: (who: AdminFor<'money'>, input) => setInvoicePolicy(who, input),
  done: () => redirect('/admin/invoices?saved=1'),
})
