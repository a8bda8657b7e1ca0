import { db, type Prisma } from '#lib/db/client.ts'
import { renderMessage } from '#lib/infra/mail/templates.ts'
import { expandAnnouncements } from '#lib/usecases/message/announce.ts'

/** The messages that people get, in their words, once a worker has seen to all that was announced. */
export async function letters(where: Prisma.MessageWhereInput) {
  while ((await expandAnnouncements()) > 0);
  const messages = await db.message.findMany({ where, orderBy: { id: 'asc' } })
  return messages.map((message) => ({ ...message, ...renderMessage(message) }))
}
