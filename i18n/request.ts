import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { env } from '#lib/infra/env.ts'
import { LOCALE_COOKIE, pickLocale } from '#lib/web/locale.ts'
import { messagesOf } from './messages.ts'

/** One address for both languages: the cookie decides, else what the browser asks for. */
export default getRequestConfig(async () => {
  const locale = pickLocale((await cookies()).get(LOCALE_COOKIE)?.value, (await headers()).get('accept-language'))
  return { locale, timeZone: env.TIME_ZONE, messages: messagesOf(locale) }
})
