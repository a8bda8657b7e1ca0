import { cookies, headers } from 'next/headers'
import type { Locale } from '#lib/domain/text.ts'
import { LOCALE_COOKIE, pickLocale } from './locale.ts'

/** One address for both languages: the cookie decides, else what the browser asks for. */
export async function requestLocale(): Promise<Locale> {
  const [kept, sent] = await Promise.all([cookies(), headers()])
  return pickLocale(kept.get(LOCALE_COOKIE)?.value, sent.get('accept-language'))
}
