import { getLocale } from 'next-intl/server'
import { cache } from 'react'
import { isLocale, type Locale } from '#lib/domain/text.ts'
import { asText, textsFor } from '#lib/infra/mail/texts.ts'

export { asText, textsFor as formatsOf }

/** The reader's language. */
export const currentLocale = cache(async (): Promise<Locale> => {
  const locale = await getLocale()
  return isLocale(locale) ? locale : 'en'
})

export type Formats = ReturnType<typeof textsFor>

/** Formats for the page or action at hand. */
export const getFormats = async (): Promise<Formats> => textsFor(await currentLocale())
