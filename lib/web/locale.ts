import { LOCALES, type Locale } from '#lib/domain/text.ts'
import { env } from '#lib/infra/env.ts'

export const LOCALE_COOKIE = 'lang'

/**
 * Which language to answer in.
 * @param chosen the `lang` cookie, if any
 * @param accepted the Accept-Language header, if any
 */
export function pickLocale(chosen: string | undefined, accepted: string | null): Locale {
  const known = LOCALES.find((locale) => locale === chosen)
  if (known) return known
  const ranked = (accepted ?? '')
    .split(',')
    .map((part, position) => {
      const [tag = '', ...options] = part.trim().toLowerCase().split(';')
      const q = Number(options.find((option) => option.trim().startsWith('q='))?.split('=')[1] ?? 1)
      return { tag, q: Number.isFinite(q) ? q : 0, position }
    })
    .filter(({ tag, q }) => tag && q > 0)
    .sort((a, b) => b.q - a.q || a.position - b.position)
  for (const { tag } of ranked) {
    if (tag.startsWith('zh')) return 'zh-CN'
    if (tag.startsWith('en')) return 'en'
  }
  return env.DEFAULT_LOCALE
}
