import { getTranslations } from 'next-intl/server'
import { TextArea, TextField } from '#components/ui/fields.tsx'

type Props = {
  name: string
  label: string
  /** What is stored: a text for each language. */
  value?: unknown
  long?: boolean
  rows?: number
  maxLength: number
  hint?: string
}

const textOf = (value: unknown, locale: string): string => {
  if (typeof value === 'string') return value
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[locale] : undefined
  return typeof found === 'string' ? found : ''
}

/** A text in both languages, side by side. */
export async function BothLanguages({ name, label, value, long, rows, maxLength, hint }: Props) {
  const t = await getTranslations('common')
  const field = (locale: 'en' | 'zh-CN', language: string) => {
    const shared = {
      name: `${name}.${locale}`,
      label: `${label} · ${language}`,
      lang: locale,
      maxLength,
      defaultValue: textOf(value, locale),
      ...(hint && { hint }),
    }
    return long ? <TextArea {...shared} rows={rows ?? 4} /> : <TextField {...shared} />
  }
  return (
    <div className="pair">
      {field('en', t('english'))}
      {field('zh-CN', t('chinese'))}
    </div>
  )
}
