'use client'

import { useEffect, useState } from 'react'
import { Stall } from '#components/group-order/stall.tsx'
import { Tile, type TilePicture } from '#components/product/tile.tsx'
import { formatAmount, parseMoney } from '#lib/domain/money.ts'
import { LOCALES, type Locale, type LocalText, textIn } from '#lib/domain/text.ts'

export type PreviewTexts = Record<'untitled' | 'closes' | 'pickup' | 'goesAhead' | 'stall' | 'tier' | 'empty', string>

export type PreviewProduct = { id: string; name: LocalText; pack: LocalText; picture: TilePicture; currency: string }

type Props = {
  formId: string
  leader: { name: LocalText; awning: string }
  products: PreviewProduct[]
  /** In both languages, whatever the leader reads. */
  texts: Record<Locale, PreviewTexts>
  languages: Record<Locale, string>
  labels: { title: string; show: string; hide: string }
  locale: Locale
  initial: Sketch
}

/** What the form holds at the moment. */
export type Sketch = {
  title: Partial<Record<Locale, string>>
  story: Partial<Record<Locale, string>>
  cutoffAt: string
  pickupFrom: string
  minimumOrders: string
  offers: { id: string; price: string; tierFrom: string; tierPrice: string }[]
}

function sketchOf(form: HTMLFormElement, ids: string[], before: Sketch): Sketch {
  const data = new FormData(form)
  // an edit of a running group has no fields for times: those stay
  const text = (name: string, fallback = '') => String(data.get(name) ?? fallback)
  const both = (name: string) => Object.fromEntries(LOCALES.map((locale) => [locale, text(`${name}.${locale}`)]))
  return {
    title: both('title'),
    story: both('story'),
    cutoffAt: text('cutoffAt', before.cutoffAt),
    pickupFrom: text('pickupFrom', before.pickupFrom),
    minimumOrders: text('minimumOrders', before.minimumOrders),
    offers: ids
      .filter((id) => data.get(`offers.${id}.on`))
      .map((id) => ({
        id,
        price: text(`offers.${id}.price`),
        tierFrom: text(`offers.${id}.tiers.0.from`),
        tierPrice: text(`offers.${id}.tiers.0.price`),
      })),
  }
}

/** A wall-clock time as neighbours read it; no zone is needed, as nothing is converted. */
function whenText(local: string, locale: Locale): string {
  const at = new Date(`${local}:00Z`)
  if (Number.isNaN(at.getTime())) return ''
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at)
}

/** The shopper's page as it grows, beside the form. */
export function Preview({ formId, leader, products, texts, languages, labels, locale, initial }: Props) {
  const [shown, setShown] = useState<Locale>(locale)
  const [isOpen, setIsOpen] = useState(false)
  const [sketch, setSketch] = useState(initial)

  useEffect(() => {
    const form = document.getElementById(formId)
    if (!(form instanceof HTMLFormElement)) return undefined
    const ids = products.map(({ id }) => id)
    const read = () => setSketch((before) => sketchOf(form, ids, before))
    read()
    form.addEventListener('input', read)
    return () => form.removeEventListener('input', read)
  }, [formId, products])

  return (
    <aside className={`og__prev ${isOpen ? 'is-shown' : ''}`} aria-label={labels.title}>
      <div className="between">
        <span className="strong">{labels.title}</span>
        <span className="inline">
          {LOCALES.map((each) => (
            <button
              type="button"
              className="chip"
              key={each}
              lang={each}
              aria-pressed={shown === each}
              onClick={() => setShown(each)}
            >
              {languages[each]}
            </button>
          ))}
        </span>
      </div>
      <button
        type="button"
        className="btn btn--quiet og__toggle"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        {isOpen ? labels.hide : labels.show}
      </button>
      <Phone sketch={sketch} locale={shown} texts={texts[shown]} leader={leader} products={products} />
    </aside>
  )
}

type PhoneProps = { sketch: Sketch; locale: Locale; texts: PreviewTexts } & Pick<Props, 'leader' | 'products'>

function Phone({ sketch, locale, texts, leader, products }: PhoneProps) {
  const known = new Map(products.map((product) => [product.id, product]))
  const money = (typed: string, currency: string) => {
    const minor = parseMoney(typed, currency)
    return minor === undefined ? '…' : formatAmount(minor, currency, locale)
  }
  const offers = sketch.offers.flatMap((offer) => {
    const product = known.get(offer.id)
    return product ? [{ ...offer, product, shownPrice: money(offer.price, product.currency) }] : []
  })
  const story = textIn(sketch.story, locale)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="phone" lang={locale} aria-label={texts.stall} tabIndex={0}>
      <Stall
        awning={leader.awning}
        crates={offers.map(({ product, shownPrice }) => ({
          src: product.picture.src,
          many: product.picture.many ?? false,
          price: shownPrice,
        }))}
      />
      <div className="phone__b">
        <p className="phone__t">{textIn(sketch.title, locale) || texts.untitled}</p>
        <p className="small muted">{textIn(leader.name, locale)}</p>
        <p className="phone__when num small">
          <span>
            {texts.closes} <b>{whenText(sketch.cutoffAt, locale)}</b>
          </span>
          <span>
            {texts.pickup} <b>{whenText(sketch.pickupFrom, locale)}</b>
          </span>
          {Number(sketch.minimumOrders) > 1 && <span>{texts.goesAhead.replace('{n}', sketch.minimumOrders)}</span>}
        </p>
        {story && <p className="small">{story}</p>}
        <p className="strong">{texts.stall}</p>
        {offers.length === 0 ? (
          <p className="small muted">{texts.empty}</p>
        ) : (
          <ul>
            {offers.map(({ id, product, shownPrice, tierFrom, tierPrice }) => (
              <li key={id}>
                <Tile {...product.picture} many={false} size={56} />
                <span className="grow">
                  <span className="strong block leading-[1.3]">{textIn(product.name, locale)}</span>
                  <span className="micro muted block">{textIn(product.pack, locale)}</span>
                  {tierFrom && tierPrice && (
                    <span className="pricetag">
                      {texts.tier.replace('{price}', money(tierPrice, product.currency)).replace('{from}', tierFrom)}
                    </span>
                  )}
                </span>
                <span className="price price--sm">{shownPrice}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}
