import { createTranslator } from 'next-intl'
import { messagesOf } from '#i18n/messages.ts'
import type { Locale } from '#lib/domain/text.ts'

/** Every message the house sends, and the values its text needs (already formatted for the reader's language). */
export type TemplateName =
  | 'signInCode'
  | 'orderPlaced'
  | 'orderCancelled'
  | 'groupClosed'
  | 'groupFailed'
  | 'groupCancelled'
  | 'cutoffMoved'
  | 'pickupMoved'
  | 'orderReady'
  | 'orderCollected'
  | 'leaderApproved'
  | 'leaderRefused'
  | 'questionAsked'
  | 'questionAnswered'

export type TemplateValues = Record<string, string | number>

/** The subject and plain text of a message in the reader's language. Texts live in messages/<locale>/mail.json. */
export function renderMessage(
  template: TemplateName,
  locale: Locale,
  values: TemplateValues,
): { subject: string; text: string } {
  const t = createTranslator({ locale, messages: messagesOf(locale), namespace: 'mail' })
  return { subject: t(`${template}.subject`, values), text: t(`${template}.text`, values) }
}
