import { getTranslations } from 'next-intl/server'
import { Preview, type PreviewTexts } from '#components/leader/preview.tsx'
import { LOCALES, type Locale } from '#lib/domain/text.ts'
import type { FormCatalogue, GroupValues } from '#lib/queries/leader-form.ts'
import { asText, currentLocale } from '#lib/web/format.ts'

/** By this id the preview finds the form that it shows. */
export const GROUP_FORM = 'group-form'

const KEYS = ['untitled', 'closes', 'pickup', 'goesAhead', 'stall', 'tier', 'empty'] as const

async function textsOf(locale: Locale): Promise<PreviewTexts> {
  const t = await getTranslations({ locale, namespace: 'leader.preview' })
  // raw: the numbers in them are filled in the browser, as they are typed
  return Object.fromEntries(KEYS.map((key) => [key, String(t.raw(key))])) as PreviewTexts
}

/** The shopper's page beside the form, in both languages. */
export async function GroupPreview({ form }: { form: FormCatalogue & { values: GroupValues } }) {
  const [t, locale] = await Promise.all([getTranslations('leader.preview'), currentLocale()])
  const [en, zh] = await Promise.all(LOCALES.map(textsOf))
  const { values, leader, currency } = form
  const both = (json: unknown) => {
    const text = asText(json)
    return typeof text === 'string' ? { en: text } : text
  }
  return (
    <Preview
      formId={GROUP_FORM}
      leader={{ name: asText(leader.name), awning: leader.awning }}
      products={form.products.map(({ id, name, pack, picture }) => ({
        id,
        name: asText(name),
        pack: asText(pack),
        picture,
        currency,
      }))}
      texts={{ en: en as PreviewTexts, 'zh-CN': zh as PreviewTexts }}
      languages={{ en: t('en'), 'zh-CN': t('zh') }}
      labels={{ title: t('title'), show: t('show'), hide: t('hide') }}
      locale={locale}
      initial={{
        title: both(values.title),
        story: both(values.story),
        cutoffAt: values.cutoffAt,
        pickupFrom: values.pickupFrom,
        minimumOrders: String(values.minimumOrders),
        offers: Object.entries(values.offers).map(([id, { price, tiers }]) => ({
          id,
          price,
          tierFrom: tiers[0]?.from ?? '',
          tierPrice: tiers[0]?.price ?? '',
        })),
      }}
    />
  )
}
