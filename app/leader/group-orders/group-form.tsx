import { getTranslations } from 'next-intl/server'
import { Forecast, ForecastLine, ForecastScope } from '#components/leader/forecast.tsx'
import { MoreFields, StationPicks } from '#components/leader/group-fields.tsx'
import type { PickProduct } from '#components/leader/pick-card.tsx'
import { ProductPicker } from '#components/leader/product-picker.tsx'
import { CheckField, TextArea, TextField } from '#components/ui/fields.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { UNITS } from '#lib/domain/quantity.ts'
import { textIn } from '#lib/domain/text.ts'
import { env } from '#lib/infra/env.ts'
import type { FormCatalogue, FormProduct, GroupValues } from '#lib/queries/leader-form.ts'
import type { FormAction } from '#lib/web/form-state.ts'
import { asText } from '#lib/web/format.ts'
import { getView, type View } from '../view.ts'
import { forecastProps } from './group-forecast.ts'
import { GROUP_FORM, GroupPreview } from './group-preview.tsx'

type Props = {
  form: FormCatalogue & { values: GroupValues }
  action: FormAction
  title: string
  /** A draft has everything; of a running group only texts and offers change here. */
  kind: 'whole' | 'running'
  /** Hidden fields: which group, which version, from which other. */
  hidden: Record<string, string | number | undefined>
  /** The latest group, to start from. */
  last?: { id: string; title: unknown } | null
}

/** The form for a new group order, a draft, or one that runs, with the shopper's page beside it. */
export async function GroupForm({ form, action, title, kind, hidden, last }: Props) {
  const view = await getView()
  const { t, tc, f } = view
  const forecast = await forecastProps(form, kind === 'whole', f.locale)
  return (
    <div className="og">
      <main className="og__form">
        <Form action={action} lost={tc('lost')} stale={tc('stale')} id={GROUP_FORM}>
          {Object.entries(hidden).map(
            ([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
          )}
          <ForecastScope {...forecast}>
            {' '}
            <div className="og__body">
              <div className="between flex-wrap">
                <h1>{title}</h1>
                {last && (
                  <a className="btn btn--quiet" href={`/leader/group-orders/new?from=${last.id}`}>
                    <Icon name="copy" size={18} />
                    <span className="truncate max-w-56">{t('form.from', { title: f.text(last.title) })}</span>
                  </a>
                )}
              </div>
              <Titles view={view} values={form.values} hasOpening={kind === 'whole'} />
              {kind === 'whole' && <WhenAndWhere view={view} form={form} />}
              <Carrying view={view} values={form.values} />
              <Products view={view} form={form} />
              <Forecast />
            </div>
            <div className="og__foot">
              <div className="grow">
                <FormMessage />
                <ForecastLine {...forecast} otherwise={kind === 'whole' ? t('form.summaryHint') : t('form.editHint')} />
              </div>
              {kind === 'whole' ? (
                <>
                  <Submit name="intent" value="draft" className="btn btn--quiet" busy={t('form.saving')}>
                    {t('form.save')}
                  </Submit>
                  <Submit name="intent" value="open" busy={t('form.saving')}>
                    {t('form.open')}
                  </Submit>
                </>
              ) : (
                <Submit busy={t('form.saving')}>{t('form.saveEdit')}</Submit>
              )}
            </div>
          </ForecastScope>{' '}
        </Form>
      </main>
      <GroupPreview form={form} />
    </div>
  )
}

/** One of the two languages of a text. */
const inLocale = (json: unknown, locale: 'en' | 'zh-CN'): string => {
  const text = asText(json)
  return typeof text === 'string' ? text : (text[locale] ?? '')
}

type PartProps = { view: View; values: GroupValues; hasOpening: boolean }

function Titles({ view: { t }, values, hasOpening }: PartProps) {
  const hasStory = textIn(asText(values.story), 'en') !== ''
  return (
    <section aria-label={t('form.title')}>
      <div className="og__two og__title">
        <TextField
          name="title.en"
          label={`${t('form.title')} · ${t('form.titleEn')}`}
          hint={t('form.oneIsEnough')}
          maxLength={80}
          defaultValue={inLocale(values.title, 'en')}
        />
        <TextField
          name="title.zh-CN"
          lang="zh-CN"
          label={t('form.titleZh')}
          maxLength={80}
          defaultValue={inLocale(values.title, 'zh-CN')}
        />
      </div>
      <MoreFields
        summary={hasOpening ? t('form.more') : t('form.story')}
        fields={['story.en', 'story.zh-CN', 'opensAt']}
        isFilled={hasStory || (hasOpening && values.opensAt !== '')}
      >
        <div className="og__two">
          <TextArea
            name="story.en"
            label={t('form.storyEn')}
            hint={t('form.storyHint')}
            rows={4}
            maxLength={2000}
            defaultValue={inLocale(values.story, 'en')}
          />
          <TextArea
            name="story.zh-CN"
            lang="zh-CN"
            label={t('form.storyZh')}
            rows={4}
            maxLength={2000}
            defaultValue={inLocale(values.story, 'zh-CN')}
          />
        </div>
        {hasOpening && (
          <div className="og__times">
            <TextField
              name="opensAt"
              type="datetime-local"
              label={t('form.opensAt')}
              hint={t('form.opensHint')}
              defaultValue={values.opensAt}
            />
          </div>
        )}
      </MoreFields>
    </section>
  )
}

function WhenAndWhere({ view: { t, f }, form }: { view: View; form: Props['form'] }) {
  const { values, stations, now } = form
  const zones = new Set(stations.map(({ timeZone }) => timeZone))
  const [zone] = zones
  // stations of several zones each keep their own time; the group takes that of the chosen ones
  const zoneText = zone && zones.size === 1 ? f.zone(now, zone) : t('form.ownZone')
  const fields = ['cutoffAt', 'pickupFrom', 'pickupUntil'] as const
  const labels = { cutoffAt: t('form.cutoff'), pickupFrom: t('form.pickupFrom'), pickupUntil: t('form.pickupUntil') }
  return (
    <section aria-labelledby="when">
      <h2 id="when">{t('form.when')}</h2>
      <div className="og__times">
        {fields.map((name) => (
          <TextField
            key={name}
            name={name}
            type="datetime-local"
            label={labels[name]}
            hint={zoneText}
            defaultValue={values[name]}
            required
          />
        ))}
        <TextField
          name="minimumOrders"
          type="number"
          min={1}
          max={9999}
          inputMode="numeric"
          label={t('form.minimum')}
          hint={t('form.minimumHint')}
          defaultValue={values.minimumOrders}
          required
        />
      </div>
      <div>
        <CheckField name="isNoLoss" label={t('form.noLoss')} defaultChecked={values.isNoLoss} />
        <p className="small muted">{t('form.noLossHint')}</p>
      </div>
      <StationPicks
        legend={t('form.stations')}
        stations={stations.map((station) => ({
          id: station.id,
          name: f.text(station.name),
          detail: f.text(station.address),
          isChosen: values.stationIds.includes(station.id),
        }))}
      />
    </section>
  )
}

/** Whether other leaders may help to sell it, and what they get of the commission. */
const Carrying = ({ view: { t }, values }: Pick<PartProps, 'view' | 'values'>) => (
  <TextField
    name="carrySplitBps"
    label={t('form.carry')}
    hint={t('form.carryHint')}
    defaultValue={values.carrySplit}
    inputMode="decimal"
    autoComplete="off"
    maxLength={6}
  />
)

/** Products in the group come first, so that an edit begins with what runs. */
const chosenFirst = ({ products, values }: Props['form']): FormProduct[] =>
  products.toSorted((a, b) => Number(b.id in values.offers) - Number(a.id in values.offers))

async function Products({ view, form }: { view: View; form: Props['form'] }) {
  const { t, tc, f } = view
  const tp = await getTranslations('leader.form')
  const raw = (key: 'keep' | 'cost') => String(tp.raw(key)).replaceAll(/<\/?b>/g, '')
  const products = chosenFirst(form)
  const categories = [...new Set(form.products.map(({ category }) => category))]
  const sample = f.money(0, form.currency)
  return (
    <ProductPicker
      title={t('form.products')}
      products={products.map((product) => pickProduct(product, form, view))}
      categories={categories.map((key) => ({ key, label: tc(`categories.${key}` as 'categories.other') }))}
      texts={{
        search: t('form.search', { count: products.length }),
        all: t('form.all'),
        chosen: t('form.chosen'),
        nothing: t('form.nothing'),
        options: t('form.options'),
        cap: t('form.cap'),
        limit: t('form.limit'),
        source: t('form.source'),
        presale: t('form.presale'),
        tier: t('form.tier'),
        tierSold: t('form.tierSold'),
        tierPrice: t('form.tierPrice'),
        keep: raw('keep'),
        cost: raw('cost'),
        below: t('form.below'),
      }}
      locale={f.locale}
      symbol={sample.replaceAll(/[\d.,\s]/g, '')}
    />
  )
}

function pickProduct(
  product: FormProduct,
  { values, currency }: Props['form'],
  { t, tc, f, amount }: View,
): PickProduct {
  const offer = values.offers[product.id]
  const { unit, available } = product
  const unitName = tc(`unit.${unit}`)
  const name = f.text(product.name)
  const free = available === null ? null : t('form.stock', { amount: amount(available, unit) })
  return {
    id: product.id,
    name,
    names: ['en', 'zh-CN'].map((locale) => inLocale(product.name, locale as 'en')).join(' '),
    pack: f.text(product.pack),
    category: product.category,
    picture: product.picture,
    currency,
    costMinor: product.costMinor,
    taxBps: product.taxBps,
    allowed:
      product.allowed &&
      t('form.allowed', {
        price: f.money(product.allowed.lowestMinor, currency),
        until: f.when(product.allowed.until, env.TIME_ZONE),
      }),
    stock: free,
    inUnit: UNITS[unit].weighed ? t('form.inUnit', { unit: unitName }) : '',
    perUnit: UNITS[unit].weighed ? t('form.perUnit', { unit: unitName }) : '',
    labels: { price: t('form.price', { name }), offer: t('form.offer', { name }) },
    initial: {
      isOn: offer !== undefined,
      price: offer?.price ?? product.price,
      cap: offer?.cap ?? '',
      limit: offer?.limit ?? '',
      source: offer?.source ?? 'presale',
      isRunning: offer?.isRunning ?? false,
      tierBy: offer?.tierBy ?? 'orders',
      tiers: offer?.tiers ?? [],
      sold: offer && offer.sold > 0 ? t('form.sold', { amount: amount(offer.sold, unit) }) : null,
    },
  }
}
