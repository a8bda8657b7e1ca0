import type { Prisma } from '#lib/db/client.ts'
import type { SqlTx, Tx } from '#lib/db/transaction.ts'
import { isLocale, type Locale } from '#lib/domain/text.ts'
import type { Contact } from '#lib/infra/contact.ts'
import { newId } from '#lib/infra/ids.ts'
import type { Attached } from '#lib/infra/mail/attached.ts'
import type { Facts, TemplateName } from '#lib/infra/mail/templates.ts'

export type NewMessage = {
  to: Contact
  userId?: string
  template: TemplateName
  locale: Locale
  facts: Facts
  /** Files that go with a mail. */
  attached?: Attached
}

/** Writes a message in the caller's transaction: it is sent exactly when that commits, by whichever worker looks next. */
export async function postMessage(
  tx: Tx,
  { to, userId, template, locale, facts, attached }: NewMessage,
): Promise<void> {
  const stored = facts as Prisma.InputJsonObject
  const address = { channel: channelOf(to), to: to.value }
  await tx.message.create({
    data: {
      id: newId(),
      userId: userId ?? null,
      ...address,
      template,
      locale,
      facts: stored,
      ...(attached && { attached }),
    },
  })
}

/** Many messages at once in a plain SQL transaction: one statement however many there are. */
export async function postMessages(tx: SqlTx, messages: NewMessage[]): Promise<void> {
  if (messages.length === 0) return
  await tx.query(
    `insert into messages (id, user_id, channel, "to", template, locale, facts, attached)
     select * from unnest($1::uuid[], $2::uuid[], $3::"Channel"[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[])`,
    [
      messages.map(() => newId()),
      messages.map(({ userId }) => userId ?? null),
      messages.map(({ to }) => channelOf(to)),
      messages.map(({ to }) => to.value),
      messages.map(({ template }) => template),
      messages.map(({ locale }) => locale),
      messages.map(({ facts }) => JSON.stringify(facts)),
      messages.map(({ attached }) => (attached ? JSON.stringify(attached) : null)),
    ],
  )
}

const channelOf = ({ kind }: Contact) => (kind === 'email' ? ('email' as const) : ('sms' as const))

/** A stored address back as a contact. */
export const contactOf = (address: string): Contact => ({
  kind: address.includes('@') ? 'email' : 'phone',
  value: address,
})

/** The language a person reads, from their row. */
export const localeOf = (stored: string): Locale => (isLocale(stored) ? stored : 'en')
