import type { SqlTx, Tx } from '#lib/db/transaction.ts'
import { isLocale, type Locale } from '#lib/domain/text.ts'
import type { Contact } from '#lib/infra/contact.ts'
import { newId } from '#lib/infra/ids.ts'
import { renderMessage, type TemplateName, type TemplateValues } from '#lib/infra/mail/templates.ts'
import { enqueue, enqueueSql } from '#lib/infra/queue.ts'

export type NewMessage = {
  to: Contact
  userId?: string
  template: TemplateName
  locale: Locale
  values: TemplateValues
}

const rowOf = ({ to, userId, template, locale, values }: NewMessage) => ({
  id: newId(),
  userId: userId ?? null,
  channel: to.kind === 'email' ? ('email' as const) : ('sms' as const),
  to: to.value,
  template,
  locale,
  ...renderMessage(template, locale, values),
})

/** Writes a message and its delivery job in the caller's transaction: both exist exactly when it commits. */
export async function postMessage(tx: Tx, message: NewMessage): Promise<void> {
  const row = rowOf(message)
  await tx.message.create({ data: row })
  await enqueue(tx, 'deliver-message', { messageId: row.id })
}

/** Many messages at once in a plain SQL transaction: two statements however many there are. */
export async function postMessages(tx: SqlTx, messages: NewMessage[]): Promise<void> {
  if (messages.length === 0) return
  const rows = messages.map(rowOf)
  const column = <K extends keyof (typeof rows)[number]>(key: K) => rows.map((row) => row[key])
  await tx.query(
    `insert into messages (id, user_id, channel, "to", template, locale, subject, text)
     select * from unnest($1::uuid[], $2::uuid[], $3::"Channel"[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])`,
    [
      column('id'),
      column('userId'),
      column('channel'),
      column('to'),
      column('template'),
      column('locale'),
      column('subject'),
      column('text'),
    ],
  )
  await enqueueSql(
    tx,
    'deliver-message',
    rows.map(({ id }) => ({ messageId: id })),
  )
}

/** A stored address back as a contact. */
export const contactOf = (address: string): Contact => ({
  kind: address.includes('@') ? 'email' : 'phone',
  value: address,
})

/** The language a person reads, from their row. */
export const localeOf = (stored: string): Locale => (isLocale(stored) ? stored : 'en')
