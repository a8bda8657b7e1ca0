import type { AdjustMode } from '#components/admin/adjust-fields.tsx'
import type { AdjustReason } from '#lib/usecases/stock/adjust.ts'

/** What the number in the adjust form means for each reason: one number, never two fields that may disagree. */
export const MODE_OF = {
  received: 'in',
  returned: 'in',
  damaged: 'out',
  spoiled: 'out',
  counted: 'count',
  correction: 'signed',
} as const satisfies Record<AdjustReason, AdjustMode>
