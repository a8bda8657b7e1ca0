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

const translatorOf = (locale: Locale) => createTranslator({ locale, messages: messagesOf(locale), namespace: 'mail' })
/** One for each language: it keeps the texts it has parsed. */
const translators = { en: translatorOf('en'), 'zh-CN': translatorOf('zh-CN') }

/** The subject and plain text of a message in the reader's language. Texts live in messages/<locale>/mail.json. */
export function renderMessage(
  template: TemplateName,
  locale: Locale,
  values: TemplateValues,
): { subject: string; text: string } {
  const t = translators[locale]
  return { subject: t(`${template}.subject`, values), text: t(`${template}.text`, values) }
}
