import { sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { canPurchaseOrderFollow, planLine, type SurplusUse } from '#lib/domain/purchase-order.ts'
import { casesFor } from '#lib/domain/quantity.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'
import { lockPurchaseOrder, touch } from './rows.ts'

export type SetLine = {
  purchaseOrderId: string
  /** As the form showed it. */
  revision: number
  productId: string
  /** How many to buy; what differs from what the groups need is kept when their demand changes. */
  cases: number
  reason: string
  surplusUse: SurplusUse
}

export type SetLineRefusal =
  | { code: 'NOT_FOUND' | 'WRONG_STATE' | 'STALE' }
  | { code: 'BAD_CASES'; field: 'cases' }
  | { code: 'BUY_REASON_NEEDED'; field: 'reason' }

const MAX_CASES = 100_000

/**
 * Decides how many cases of a product are bought and where the surplus goes. What was sent already changes with the next
 * sending only.
 * @returns what it comes to. Refuses NOT_FOUND, WRONG_STATE (received or cancelled), STALE (changed meanwhile), BAD_CASES, and
 *   BUY_REASON_NEEDED where more or fewer are bought than the groups need and that is new
 */
export const setPurchaseLine = (
  who: AdminFor<'stock'>,
  { purchaseOrderId, revision, productId, cases, reason, surplusUse }: SetLine,
): Promise<Outcome<ReturnType<typeof planLine>, SetLineRefusal>> =>
  sqlTransaction(async (tx) => {
    const order = await lockPurchaseOrder(tx, purchaseOrderId)
    const line = order?.lines.find((each) => each.productId === productId)
    if (!order || !line) return refuse({ code: 'NOT_FOUND' })
    if (!canPurchaseOrderFollow(order.state, 'sent')) return refuse({ code: 'WRONG_STATE' })
    if (order.revision !== revision) return refuse({ code: 'STALE' })
    const isCases = Number.isSafeInteger(cases) && cases >= 0 && cases <= MAX_CASES && cases * line.caseSize < 2 ** 31
    if (!isCases) return refuse({ code: 'BAD_CASES', field: 'cases' })
    const extraCases = cases - casesFor(line.ordered, line.caseSize).cases
    const told = reason.trim()
    if (extraCases !== 0 && told === '') return refuse({ code: 'BUY_REASON_NEEDED', field: 'reason' })
    const extraReason = extraCases === 0 ? '' : told
    await tx.query(
      `update purchase_order_lines set extra_cases = $3, extra_reason = $4, surplus_use = $5::"SurplusUse"
       where purchase_order_id = $1 and product_id = $2`,
      [purchaseOrderId, productId, extraCases, extraReason, surplusUse],
    )
    await touch(tx, [purchaseOrderId])
    await auditSql(tx, [
      {
        ...actorOf(who, 'admin'),
        action: 'purchase_order.set_line',
        subjectType: 'purchase_order',
        subjectId: purchaseOrderId,
        data: { productId, cases, extraCases, surplusUse, reason: extraReason },
      },
    ])
    return accept(planLine({ ...line, extraCases }))
  })
