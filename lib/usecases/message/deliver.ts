import { db } from '#lib/db/client.ts'
import { env } from '#lib/infra/env.ts'
import { type Carrier, carrierOf } from '#lib/infra/mail/deliver.ts'

/**
 * Delivers one queued message. A message already sent, or gone, is left alone, so a job that runs twice sends once; its
 * text is emptied after delivery, except in demo mode where the mailbox shows it.
 * @throws when it could not be handed over: the queue tries again
 */
export async function deliverMessage(messageId: string, carrier?: Carrier): Promise<'sent' | 'nothing to do'> {
  const message = await db.message.findUnique({ where: { id: messageId } })
  if (message?.state !== 'queued') return 'nothing to do'
  const { count } = await db.message.updateMany({
    where: { id: messageId, state: 'queued', attempts: message.attempts },
    data: { attempts: { increment: 1 } },
  })
  if (count !== 1) return 'nothing to do' // another worker has it in hand
  try {
    await (carrier ?? carrierOf(message.channel))(message)
  } catch (error) {
    await db.message.update({
      where: { id: messageId },
      data: { error: error instanceof Error ? error.message.slice(0, 200) : 'unknown' },
    })
    throw error
  }
  await db.message.update({
    where: { id: messageId },
    data: { state: 'sent', sentAt: new Date(), error: null, ...(!env.DEMO && { text: '', subject: '' }) },
  })
  return 'sent'
}

/** Marks a message that every try failed to send; the audit of messages shows it. */
export const giveUpMessage = (messageId: string) =>
  db.message.updateMany({ where: { id: messageId, state: 'queued' }, data: { state: 'failed' } })
