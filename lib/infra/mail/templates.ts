import { createTranslator } from 'next-intl'
import { messagesOf } from '#i18n/messages.ts'
import type { GoodsLine, LineChange } from '#lib/domain/purchase-order.ts'
import { isLocale, type Locale } from '#lib/domain/text.ts'
import { env } from '../env.ts'
import { textsFor } from './texts.ts'

/** Every message the house sends. Texts live in messages/<locale>/mail.json. */
export type TemplateName =
  | 'signInCode'
  | 'orderPlaced'
  | 'orderCancelled'
  | 'groupClosed'
  | 'groupFailed'
  | 'groupNotPaying'
  | 'groupCancelled'
  | 'cutoffMoved'
  | 'pickupMoved'
  | 'orderReady'
  | 'orderCollected'
  | 'leaderApproved'
  | 'leaderRefused'
  | 'questionAsked'
  | 'questionAnswered'
  | 'walletToppedUp'
  | 'walletCorrected'
  | 'orderRefunded'
  | 'withdrawalPaid'
  | 'withdrawalRefused'
  | 'orderNotPaid'
  | 'paidTooLate'
  | 'groupOpened'
  | 'groupClosing'
  | 'orderWaiting'
  | 'orderUncollected'
  | 'claimFiled'
  | 'claimRefused'
  | 'claimOverdue'
  | 'purchaseOrderSent'
  | 'purchaseOrderChanged'
  | 'purchaseOrderCancelled'
  | 'purchaseOrderLink'
  | 'purchaseOrderAnswered'
  | 'orderTookMore'

/**
 * Something a message tells, as it is stored: raw, since only the moment of reading knows the language, and so that a
 * desk in a hurry or a set-based statement can write it.
 */
export type Fact =
  | string
  | number
  /** minor units */
  | { money: number; currency: string }
  /** a text in several languages */
  | { text: unknown }
  /** an instant, ISO 8601 or what Postgres makes of one in JSON, on this zone's clock */
  | { when: string; zone: string }
  | { window: [from: string, until: string]; zone: string }
  /** an address of ours */
  | { path: string }
  /** a day on the calendar, "2026-11-28" */
  | { day: string }
  /** what a supplier is to deliver, a line each */
  | { goods: GoodsLine[] }
  /** what is different from what they were told before */
  | { changes: LineChange<GoodsLine>[] }

export type Facts = Record<string, Fact>

const translatorOf = (locale: Locale) => createTranslator({ locale, messages: messagesOf(locale), namespace: 'mail' })
/** One for each language: it keeps the texts it has parsed. */
const translators = { en: translatorOf('en'), 'zh-CN': translatorOf('zh-CN') }

/**
 * The subject and plain text of a stored message in the reader's language.
 * @param message its template, language and facts as they stand in the database
 */
export function renderMessage(message: { template: string; locale: string; facts: unknown }): {
  subject: string
  text: string
} {
  const locale = isLocale(message.locale) ? message.locale : 'en'
  const facts = Object.entries((message.facts ?? {}) as Facts).map(([name, fact]) => [name, inWords(fact, locale)])
  const t = translators[locale]
  const template = message.template as TemplateName
  // what was written before there was a choice was paid at pickup, and charged as ordered
  const values = { payment: 'on_pickup', weighed: 'no', most: '', ...Object.fromEntries(facts) }
  return { subject: t(`${template}.subject`, values), text: t(`${template}.text`, values) }
}

/** What stands under a mail that its reader may do without. */
export const renderFooter = (locale: string, url: string): string =>
  translators[isLocale(locale) ? locale : 'en']('stopFooter', { url })

function inWords(fact: Fact, locale: Locale): string | number {
  if (typeof fact !== 'object') return fact
  const texts = textsFor(locale)
  if ('money' in fact) return texts.money(fact.money, fact.currency)
  if ('text' in fact) return texts.text(fact.text)
  if ('when' in fact) return texts.when(new Date(fact.when), fact.zone)
  if ('day' in fact) return texts.calendarDay(fact.day)
  if ('goods' in fact) return fact.goods.map((line) => goodsInWords(line, locale)).join('\n')
  if ('changes' in fact) return fact.changes.map((change) => changeInWords(change, locale)).join('\n')
  if ('window' in fact) return texts.window(new Date(fact.window[0]), new Date(fact.window[1]), fact.zone)
  return `${env.PUBLIC_URL}${fact.path}`
}

const goodsInWords = (line: GoodsLine, locale: Locale): string =>
  translators[locale]('goods.line', aboutGoods(line, locale))

const changeInWords = ({ line, casesBefore, casesAfter }: LineChange<GoodsLine>, locale: Locale): string =>
  translators[locale]('goods.change', { ...aboutGoods({ ...line, cases: casesAfter }, locale), before: casesBefore })

function aboutGoods({ sku, name, pack, unit, cases, caseSize }: GoodsLine, locale: Locale) {
  const { text, quantity } = textsFor(locale)
  const product = [text(name), text(pack)].filter(Boolean).join(', ')
  return { sku, product, cases, caseOf: quantity(caseSize, unit), quantity: quantity(cases * caseSize, unit) }
}
