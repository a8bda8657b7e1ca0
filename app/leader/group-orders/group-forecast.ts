import { getTranslations } from 'next-intl/server'
import type { ForecastProps, ForecastTexts } from '#components/leader/forecast.tsx'
import type { Locale } from '#lib/domain/text.ts'
import type { FormCatalogue, GroupValues } from '#lib/queries/leader-form.ts'
import { GROUP_FORM } from './group-preview.tsx'

const FORECAST = [
  'title',
  'empty',
  'keeps',
  'loses',
  'usualBasket',
  'plainBasket',
  'pays',
  'paysOne',
  'never',
  'leaves',
  'lacks',
  'usualOrders',
  'minimumOrders',
  'earns',
  'earnsAll',
  'stop',
  'stopOne',
  'stopNever',
] as const satisfies readonly (keyof ForecastTexts)[]

/** What the parts of the form that forecast stand on. */
export async function forecastProps(
  form: FormCatalogue & { values: GroupValues },
  isWhole: boolean,
  locale: Locale,
): Promise<ForecastProps> {
  const t = await getTranslations('leader.forecast')
  const { values, currency, forecast: facts } = form
  return {
    formId: GROUP_FORM,
    facts,
    // raw: the numbers in them are filled in the browser, as they are typed
    texts: Object.fromEntries(FORECAST.map((key) => [key, String(t.raw(key))])) as ForecastTexts,
    currency,
    locale,
    initial: {
      offers: Object.entries(values.offers).map(([id, { price, tiers }]) => ({ id, price, tiers })),
      stationIds: values.stationIds,
      minimumOrders: values.minimumOrders,
    },
    productIds: form.products.map(({ id }) => id),
    isWhole,
  }
}
