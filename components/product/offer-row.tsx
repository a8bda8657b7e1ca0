'use client'

import { fillIn, money, quantityText } from '#components/group-order/facts.ts'
import { useGroup } from '#components/group-order/live-group.tsx'
import { nextTier, priceAt } from '#lib/domain/pricing.ts'
import { maxQuantity, stepOf, UNITS, type UnitPrice, unitPrice } from '#lib/domain/quantity.ts'
import { Stepper } from './stepper.tsx'
import { Tile, type TilePicture } from './tile.tsx'

const FEW = 6

/** Sentences with {places}, the same for every offer. */
export type OfferTexts = {
  per: Record<UnitPrice['per'], string>
  units: Record<string, string>
  tier: string
  tierQuantity: string
  onlyLeft: string
  leftPlain: string
  soldOut: string
  limit: string
  deposit: string
  weighed: string
  quantityOf: string
  add: string
  more: string
  fewer: string
  thatsAll: string
  lost: string
}

type Props = {
  offerId: string
  picture: TilePicture
  name: string
  details: string
  /** "Keep chilled"; '' for none. */
  storage: string
  allergens: string
  isOpen: boolean
  texts: OfferTexts
}

/** One product on the stall: its price and what is left as they are now, and how much of it is in the basket. */
export function OfferRow({ offerId, picture, name, details, storage, allergens, isOpen, texts }: Props) {
  const { facts, own, taps } = useGroup()
  const offer = facts.offers[offerId]
  if (!offer) return null
  const { unit, left, pricing, limitPerShopper } = offer
  const step = stepOf(unit)
  const isOut = left !== null && left < step
  const isFew = left !== null && left <= FEW * step
  const leftText = left === null ? '' : quantityText(left, unit, facts.locale)
  const counts = { orders: facts.orders, quantity: offer.sold }
  const priceMinor = priceAt(pricing, counts)
  const tier = nextTier(pricing, counts)
  const measured =
    offer.packAmount && offer.packMeasure
      ? unitPrice({ priceMinor, unit, packAmount: offer.packAmount, packMeasure: offer.packMeasure })
      : undefined
  const notes = [
    measured && fillIn(texts.per[measured.per], { price: money(measured.amountMinor, facts) }),
    pricing.depositMinor && fillIn(texts.deposit, { deposit: money(pricing.depositMinor, facts) }),
    pricing.toleranceBps && fillIn(texts.weighed, { percent: `${pricing.toleranceBps / 100}%` }),
    storage,
    limitPerShopper !== null && fillIn(texts.limit, { limit: quantityText(limitPerShopper, unit, facts.locale) }),
    left !== null && !isFew && fillIn(texts.leftPlain, { left: leftText }),
  ].filter(Boolean)
  const inBasket = (own.basket[offerId] ?? 0) + (taps[offerId] ?? 0)
  return (
    <li className={`product ${inBasket > 0 ? 'is-in' : ''} ${isOut ? 'is-out' : ''}`} id={`o-${offerId}`}>
      <Tile {...picture}>
        {!isOut && isFew && <span className="tile__flag">{fillIn(texts.onlyLeft, { left: leftText })}</span>}
      </Tile>
      <div className="product__body">
        <h3 className="product__name">{name}</h3>
        {details && <p className="product__meta">{details}</p>}
        {notes.length > 0 && <p className="product__meta micro">{notes.join(' · ')}</p>}
        {allergens && <p className="product__meta micro">{allergens}</p>}
        {tier && !isOut && (
          <p className="mt-[5px]">
            <span className="pricetag">
              {fillIn(pricing.tierBy === 'orders' ? texts.tier : texts.tierQuantity, {
                price: money(tier.priceMinor, facts),
                from: tier.from,
              })}
            </span>
          </p>
        )}
        <div className="product__buy">
          <span className="price">
            {money(priceMinor, facts)}
            {UNITS[unit].weighed && <small className="small muted"> / {texts.units[unit]}</small>}
          </span>
          {isOut ? (
            <span className="small strong">{texts.soldOut}</span>
          ) : (
            isOpen && <Buy offerId={offerId} name={name} quantity={inBasket} texts={texts} />
          )}
        </div>
      </div>
    </li>
  )
}

type BuyProps = { offerId: string; name: string; quantity: number; texts: OfferTexts }

function Buy({ offerId, name, quantity, texts }: BuyProps) {
  const { facts, own, lost, change } = useGroup()
  const offer = facts.offers[offerId]
  if (!offer) return null
  const { unit, left, limitPerShopper } = offer
  const max = Math.min(
    left ?? Number.POSITIVE_INFINITY,
    limitPerShopper === null ? Number.POSITIVE_INFINITY : Math.max(0, limitPerShopper - (own.held[offerId] ?? 0)),
    maxQuantity(unit),
  )
  return (
    <Stepper
      action={`/g/${facts.slug}/basket`}
      groupOrderId={facts.groupOrderId}
      offerId={offerId}
      quantity={quantity}
      step={stepOf(unit)}
      max={max}
      text={quantityText(quantity, unit, facts.locale)}
      failed={lost === offerId}
      onChange={(by) => change(offerId, by)}
      labels={{
        group: fillIn(texts.quantityOf, { name }),
        add: fillIn(texts.add, { name }),
        more: fillIn(texts.more, { name }),
        fewer: fillIn(texts.fewer, { name }),
        all: fillIn(texts.thatsAll, { count: quantityText(max, unit, facts.locale) }),
        lost: texts.lost,
      }}
    />
  )
}
