import { getTranslations } from 'next-intl/server'

/** "2 h 14 min", as people say how much time is left. */
export async function durationText(ms: number): Promise<string> {
  const t = await getTranslations('shop.duration')
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  const d = Math.floor(minutes / 1_440)
  const h = Math.floor(minutes / 60) % 24
  const m = minutes % 60
  if (d > 0) return t('days', { d, h })
  return h > 0 ? t('hours', { h, m }) : t('minutes', { m })
}

export const URGENT_MS = 3 * 3_600_000
