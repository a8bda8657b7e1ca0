import { createHmac } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { env } from '../env.ts'
import type { MailFile } from './attached.ts'

export type Outgoing = {
  id: string
  channel: 'email' | 'sms'
  to: string
  subject: string
  text: string
  /** Where a mail program may end notices of this kind for its reader, by one post. */
  stop?: string
  /** Of mails alone. */
  files?: MailFile[]
}

/** A way for messages to leave the house. Throws when the message did not get away: it will be tried again. */
export type Carrier = (message: Outgoing) => Promise<void>

const smtp = env.SMTP_URL ? createTransport(env.SMTP_URL) : undefined

const byMail: Carrier = async ({ id, to, subject, text, stop, files = [] }) => {
  if (!smtp) throw new Error('SMTP_URL is not set')
  // the same Message-ID on every try, so that a receiver can tell a repeat
  await smtp.sendMail({
    from: env.MAIL_FROM,
    to,
    subject,
    text,
    attachments: files.map(({ name, contentType, content }) => ({ filename: name, contentType, content })),
    messageId: `<${id}@${new URL(env.PUBLIC_URL).hostname}>`,
    // RFC 8058
    ...(stop && {
      headers: { 'List-Unsubscribe': `<${stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    }),
  })
}

/** Texts go to the operator's SMS provider by a signed webhook: the port through which any provider can be fitted. */
const byText: Carrier = async ({ id, to, text }) => {
  if (env.SMS_PROVIDER === 'none' || !env.SMS_WEBHOOK_URL) throw new Error('no SMS provider is set')
  const body = JSON.stringify({ id, to, text })
  const signature = createHmac('sha256', env.SMS_WEBHOOK_SECRET ?? '')
    .update(body)
    .digest('hex')
  const answer = await fetch(env.SMS_WEBHOOK_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-signature': signature, 'idempotency-key': id },
    body,
    signal: AbortSignal.timeout(20_000),
  })
  if (!answer.ok) throw new Error(`the SMS provider answered ${answer.status}`)
}

/** In demo mode nothing leaves: the mailbox page shows what would have been sent. */
const stays: Carrier = async () => undefined

export const carrierOf = (channel: Outgoing['channel']): Carrier =>
  env.DEMO ? stays : channel === 'email' ? byMail : byText
