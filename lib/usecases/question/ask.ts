import { isWithinLimit } from '#lib/db/rate-limit.ts'
import { transaction } from '#lib/db/transaction.ts'
import type { GroupState } from '#lib/domain/lifecycle.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { contactOf, localeOf, postMessage } from '../post-message.ts'

export const MAX_QUESTION_LENGTH = 500

/** Nobody sees a draft, and of a group that is over there is nothing left to ask. */
const SHUT: ReadonlySet<GroupState> = new Set(['draft', 'failed', 'cancelled', 'settled'])

type Refusal = { code: 'NOT_FOUND' | 'TOO_MANY_QUESTIONS' } | { code: 'QUESTION_EMPTY'; field: 'text' }

/**
 * Asks the leader a question in public, and tells the leader.
 * @param input.text at most MAX_QUESTION_LENGTH characters; more is cut
 * @returns the question's id. Refuses NOT_FOUND (no such group for the public, or it is over), QUESTION_EMPTY,
 *   TOO_MANY_QUESTIONS (10 an hour from one person)
 */
export async function askQuestion(
  who: Shopper,
  input: { groupOrderId: string; text: string },
): Promise<Outcome<{ questionId: string }, Refusal>> {
  const text = input.text.trim().slice(0, MAX_QUESTION_LENGTH)
  if (text === '') return refuse({ code: 'QUESTION_EMPTY', field: 'text' })
  if (!(await isWithinLimit(`question ${who.userId}`, 10, 3600))) return refuse({ code: 'TOO_MANY_QUESTIONS' })
  return transaction(async (tx) => {
    const group = await tx.groupOrder.findUnique({
      where: { id: input.groupOrderId },
      include: { leader: { include: { user: true } } },
    })
    if (!group || SHUT.has(group.state)) return refuse({ code: 'NOT_FOUND' })
    const { id } = await tx.question.create({ data: { groupOrderId: group.id, askerId: who.userId, text } })
    const { user } = group.leader
    const address = user.email ?? user.phone
    if (address) {
      await postMessage(tx, {
        to: contactOf(address),
        userId: user.id,
        template: 'questionAsked',
        locale: localeOf(user.locale),
        facts: {
          group: { text: group.title },
          question: text,
          url: { path: `/leader/group-orders/${group.id}#questions` },
        },
      })
    }
    return accept({ questionId: id })
  })
}
