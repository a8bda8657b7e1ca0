import { now as databaseNow } from '#lib/db/clock.ts'
import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { ManagerOf } from '#lib/domain/who.ts'
import { contactOf, localeOf, postMessage } from '../post-message.ts'

export const MAX_ANSWER_LENGTH = 1000

type Refusal = { code: 'NOT_FOUND' | 'ALREADY_ANSWERED' } | { code: 'ANSWER_EMPTY'; field: 'text' }

/**
 * Answers a question about one's own group order, once, and tells whoever asked.
 * @returns nothing more. Refuses ANSWER_EMPTY, NOT_FOUND (no such question in this group order), ALREADY_ANSWERED
 */
export async function answerQuestion(
  who: ManagerOf,
  input: { questionId: string; text: string },
): Promise<Outcome<true, Refusal>> {
  const answer = input.text.trim().slice(0, MAX_ANSWER_LENGTH)
  if (answer === '') return refuse({ code: 'ANSWER_EMPTY', field: 'text' })
  const now = await databaseNow()
  return transaction(async (tx) => {
    const question = await tx.question.findFirst({
      where: { id: input.questionId, groupOrderId: who.groupOrderId },
      include: { asker: true, groupOrder: { select: { title: true, slug: true } } },
    })
    if (!question) return refuse({ code: 'NOT_FOUND' })
    const { count } = await tx.question.updateMany({
      where: { id: question.id, answer: null },
      data: { answer, answeredAt: now },
    })
    if (count !== 1) return refuse({ code: 'ALREADY_ANSWERED' })
    const { asker, groupOrder } = question
    const address = asker.email ?? asker.phone
    if (address) {
      await postMessage(tx, {
        to: contactOf(address),
        userId: asker.id,
        template: 'questionAnswered',
        locale: localeOf(asker.locale),
        facts: {
          group: { text: groupOrder.title },
          question: question.text,
          answer,
          url: { path: `/g/${groupOrder.slug}#questions` },
        },
      })
    }
    return accept(true)
  })
}
