import { db } from '#lib/db/client.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { renderMessage } from '#lib/infra/mail/templates.ts'

/** The person's own row: what they may see and correct of themselves. */
export const ownPerson = (who: Shopper) =>
  db.user.findUniqueOrThrow({
    where: { id: who.userId },
    select: {
      id: true,
      email: true,
      phone: true,
      name: true,
      nickname: true,
      showNickname: true,
      locale: true,
      leader: { select: { state: true } },
    },
  })

/** Demo mode only: what would have been mailed, newest first, in its reader's language. */
export async function demoMailbox(to?: string) {
  const messages = await db.message.findMany({ where: to ? { to } : {}, orderBy: { createdAt: 'desc' }, take: 50 })
  return messages.map((message) => ({ ...message, ...renderMessage(message) }))
}
