import { db } from '#lib/db/client.ts'
import { purchaseFiles } from '#lib/db/purchase-order-rows.ts'
import { isLocale } from '#lib/domain/text.ts'
import type { Shopper } from '#lib/domain/who.ts'
import type { Attached, MailFile } from '#lib/infra/mail/attached.ts'
import { renderMessage } from '#lib/infra/mail/templates.ts'
import { isId } from './gates.ts'

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

/** Demo mode only: what would have been mailed, newest first, in its reader's language, with the names of its files. */
export async function demoMailbox(to?: string) {
  const messages = await db.message.findMany({ where: to ? { to } : {}, orderBy: { createdAt: 'desc' }, take: 50 })
  return Promise.all(
    messages.map(async (message) => ({
      ...message,
      ...renderMessage(message),
      files: (await filesOf(message)).map(({ name }) => name),
    })),
  )
}

/** Demo mode only: one file of a message; undefined where there is none. */
export async function demoFile(messageId: string, name: string): Promise<MailFile | undefined> {
  const message = isId(messageId) ? await db.message.findUnique({ where: { id: messageId } }) : null
  return message ? (await filesOf(message)).find((file) => file.name === name) : undefined
}

const filesOf = async ({ attached, locale }: { attached: unknown; locale: string }): Promise<MailFile[]> =>
  attached ? purchaseFiles(attached as Attached, isLocale(locale) ? locale : 'en') : []
