import { createTranslator } from 'next-intl'
import type { z } from 'zod'
import { messagesOf } from '#i18n/messages.ts'
import type { Locale } from '#lib/domain/text.ts'

/** Values that a text uses. */
export type Said = Record<string, string | number>

const translatorOf = (locale: Locale) => createTranslator({ locale, messages: messagesOf(locale), namespace: 'api' })
type Translator = ReturnType<typeof translatorOf>
type Key = 'fields.invalid'

/** The sentences of problems in one language. Texts live in messages/<locale>/api.json. */
const speakerOf = (t: Translator) => {
  const text = (key: string, values: Said) => (t.has(key as Key) ? t(key as Key, values) : undefined)
  return {
    code: (code: string, values: Said = {}) => ({
      title: text(`codes.${code}.title`, values) ?? code,
      detail: text(`codes.${code}.detail`, values) ?? code,
    }),
    issue: (issue: z.core.$ZodIssue) => {
      const [key, values] = sentenceOf(issue)
      return text(`fields.${key}`, values) ?? t('fields.invalid')
    },
    operation: (id: string) => ({
      summary: text(`operations.${id}.summary`, {}) ?? id,
      about: text(`operations.${id}.about`, {}),
    }),
    docs: (key: string) => text(`docs.${key}`, {}) ?? key,
    property: (name: string) => text(`properties.${name}`, {}),
  }
}

const speakers = { en: speakerOf(translatorOf('en')), 'zh-CN': speakerOf(translatorOf('zh-CN')) }

export const say = (locale: Locale) => speakers[locale]

/** Which sentence an issue is told with: the schema's own word where it has one, else by its kind. */
function sentenceOf(issue: z.core.$ZodIssue): [string, Said] {
  switch (issue.code) {
    case 'custom':
      return [issue.message, {}]
    case 'invalid_type':
      return issue.input === undefined ? ['required', {}] : ['wrongType', { expected: issue.expected }]
    case 'too_small':
      return [`${small(issue.origin)}`, { minimum: Number(issue.minimum) }]
    case 'too_big':
      return [`${big(issue.origin)}`, { maximum: Number(issue.maximum) }]
    case 'invalid_format':
      return [issue.format === 'uuid' ? 'uuid' : issue.format === 'datetime' ? 'badTime' : 'format', {}]
    case 'invalid_value':
      return ['option', { options: issue.values.map(String).join(', ') }]
    default:
      return ['invalid', {}]
  }
}

const small = (origin: string) => (origin === 'string' ? 'tooShort' : origin === 'array' ? 'tooFew' : 'tooSmall')
const big = (origin: string) => (origin === 'string' ? 'tooLong' : origin === 'array' ? 'tooMany' : 'tooBig')

/** What the operator's own leader is called where the operator has no name yet. */
export const operatorLeaderWords = {
  name: { en: messagesOf('en').api.operatorLeader.name, 'zh-CN': messagesOf('zh-CN').api.operatorLeader.name },
  community: {
    en: messagesOf('en').api.operatorLeader.community,
    'zh-CN': messagesOf('zh-CN').api.operatorLeader.community,
  },
}
