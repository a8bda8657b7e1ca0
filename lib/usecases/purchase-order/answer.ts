import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { canPurchaseOrderFollow, type GoodsLine, isAnswer, purchaseOrderNumber } from '#lib/domain/purchase-order.ts'
import type { Unit } from '#lib/domain/quantity.ts'
import type { LocalText } from '#lib/domain/text.ts'
import { type AdminFor, actorOf, type SupplierOf } from '#lib/domain/who.ts'
import { type AuditFacts, auditSql } from '../audit.ts'
import { contactOf, localeOf, postMessages } from '../post-message.ts'
import { markBought } from './bought.ts'
import { type LockedOrder, lockPurchaseOrder } from './rows.ts'

/** Pieces or grams that the supplier will bring, 0 for none, and what they want to say about it. */
export type LineAnswer = { productId: string; confirmed: number; remark: string }

export type Answer = {
  /** Which version they saw. */
  version: number
  lines: LineAnswer[]
}

export type Answered = { confirmed: number; shortened: number; rejected: number; isRepeated: boolean }

export type AnswerRefusal =
  | { code: 'NOT_FOUND' | 'WRONG_STATE' }
  | { code: 'OUTDATED_VERSION'; version: number }
  | { code: 'BAD_ANSWER'; field: string; buy: number; unit: Unit }

/**
 * A supplier confirms, shortens or rejects the lines of a purchase order by its private link. The same answer again changes
 * nothing; another one holds from then on, until the goods are in. The office's stock people are mailed what is new.
 * @returns how many lines they confirmed in full, shortened and rejected. Refuses WRONG_STATE (received or cancelled),
 *   OUTDATED_VERSION (a newer one was sent meanwhile; every line of the version must be answered), BAD_ANSWER (below 0 or
 *   above what was asked for)
 */
export const answerPurchaseOrder = (who: SupplierOf, answer: Answer): Promise<Outcome<Answered, AnswerRefusal>> =>
  sqlTransaction(async (tx) => {
    const order = await lockPurchaseOrder(tx, who.purchaseOrderId)
    if (!order) return refuse({ code: 'NOT_FOUND' })
    const answered = await write(tx, order, answer, actorOf(who, 'supplier'))
    if (answered.ok && !answered.value.isRepeated) await tellOffice(tx, order, answered.value)
    return answered
  })

/**
 * The office writes down what a supplier said on the phone.
 * @returns as for `answerPurchaseOrder`; refuses NOT_FOUND too
 */
export const answerForSupplier = (
  who: AdminFor<'stock'>,
  { purchaseOrderId, ...answer }: Answer & { purchaseOrderId: string },
): Promise<Outcome<Answered, AnswerRefusal>> =>
  sqlTransaction(async (tx) => {
    const order = await lockPurchaseOrder(tx, purchaseOrderId)
    return order ? write(tx, order, answer, actorOf(who, 'admin')) : refuse({ code: 'NOT_FOUND' })
  })

async function write(
  tx: SqlTx,
  order: LockedOrder,
  answer: Answer,
  actor: Pick<AuditFacts, 'actorId' | 'actorRole'>,
): Promise<Outcome<Answered, AnswerRefusal>> {
  if (!canPurchaseOrderFollow(order.state, 'answered')) return refuse({ code: 'WRONG_STATE' })
  const given = new Map(answer.lines.map((line) => [line.productId, { ...line, remark: line.remark.trim() }]))
  const isWhole = given.size === order.sent.length && order.sent.every(({ productId }) => given.has(productId))
  if (answer.version !== order.version || !isWhole) return refuse({ code: 'OUTDATED_VERSION', version: order.version })
  const wrong = order.sent.find((line) => !isAnswer(given.get(line.productId)?.confirmed ?? -1, asked(line)))
  if (wrong)
    return refuse({ code: 'BAD_ANSWER', field: `confirmed.${wrong.productId}`, buy: asked(wrong), unit: wrong.unit })
  const lines = [...given.values()]
  const had = new Map(order.lines.map((line) => [line.productId, line]))
  const isSame = lines.every(({ productId, confirmed, remark }) => {
    const line = had.get(productId)
    return line?.confirmed === confirmed && line.remark === remark
  })
  const isRepeated = isSame && order.state === 'answered'
  const answered = { ...countOf(order.sent, given), isRepeated }
  if (isRepeated) return accept(answered)
  await tx.query(
    `update purchase_order_lines l set confirmed = n.confirmed, remark = n.remark
     from unnest($2::uuid[], $3::int[], $4::text[]) as n(product_id, confirmed, remark)
     where l.purchase_order_id = $1 and l.product_id = n.product_id`,
    [
      order.id,
      lines.map((line) => line.productId),
      lines.map((line) => line.confirmed),
      lines.map((line) => line.remark),
    ],
  )
  await tx.query(
    `update purchase_orders set state = 'answered', answered_at = clock_timestamp(), revision = revision + 1 where id = $1`,
    [order.id],
  )
  const { confirmed, shortened, rejected } = answered
  await auditSql(tx, [
    {
      ...actor,
      action: 'purchase_order.answer',
      subjectType: 'purchase_order',
      subjectId: order.id,
      data: { version: order.version, confirmed, shortened, rejected },
    },
  ])
  await markBought(tx, order.id, actor)
  return accept(answered)
}

const asked = ({ cases, caseSize }: GoodsLine): number => cases * caseSize

function countOf(sent: GoodsLine[], given: ReadonlyMap<string, LineAnswer>) {
  const kinds = sent.map((line) => {
    const { confirmed = 0 } = given.get(line.productId) ?? {}
    return confirmed === 0 ? 'rejected' : confirmed < asked(line) ? 'shortened' : 'confirmed'
  })
  const count = (kind: (typeof kinds)[number]) => kinds.filter((each) => each === kind).length
  return { confirmed: count('confirmed'), shortened: count('shortened'), rejected: count('rejected') }
}

/** Every admin who looks after stock, in their own language. */
async function tellOffice(tx: SqlTx, order: LockedOrder, { confirmed, shortened, rejected }: Answered): Promise<void> {
  const { rows } = await tx.query<{ id: string; contact: string; locale: string; supplier: LocalText }>(
    `select u.id, coalesce(u.email, u.phone) as contact, u.locale, s.name as supplier
     from duties d join users u on u.id = d.user_id, suppliers s
     where d.duty = 'stock' and u.disabled_at is null and coalesce(u.email, u.phone) is not null and s.id = $1`,
    [order.supplierId],
  )
  await postMessages(
    tx,
    rows.map(({ id, contact, locale, supplier }) => ({
      to: contactOf(contact),
      userId: id,
      template: 'purchaseOrderAnswered' as const,
      locale: localeOf(locale),
      facts: {
        ...{ number: purchaseOrderNumber(order), confirmed, shortened, rejected },
        supplier: { text: supplier },
        url: { path: `/admin/purchase-orders/${order.id}` },
      },
    })),
  )
}
