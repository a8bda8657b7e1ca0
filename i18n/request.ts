import { getRequestConfig } from 'next-intl/server'
import { env } from '#lib/infra/env.ts'
import { requestLocale } from '#lib/web/request-locale.ts'
import { messagesOf } from './messages.ts'

export default getRequestConfig(async () => {
  const locale = await requestLocale()
  return { locale, timeZone: env.TIME_ZONE, messages: messagesOf(locale) }
})
