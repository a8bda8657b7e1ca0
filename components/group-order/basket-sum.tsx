'use client'

import { JoinLink } from '#components/product/join-link.tsx'
import { nextTier, priceLines } from '#lib/domain/pricing.ts'
import { UNITS } from '#lib/domain/quantity.ts'
import { type Forms, fillIn, money, say } from './facts.ts'
import { useGroup } from './live-group.tsx'

type Props = { texts: { basket: Forms; atTier: string; atMost: string; join: string } }

/** What the basket costs at this moment's price, at the thumb, and the way on. */
export function BasketSum({ texts }: Props) {
  const { facts, own } = useGroup()
  const chosen = Object.entries(facts.offers).flatMap(([offerId, offer]) => {
    const quantity = own.basket[offerId] ?? 0
    return quantity > 0
      ? [{ offerId, quantity, unit: offer.unit, pricing: offer.pricing, quantitySold: offer.sold }]
      : []
  })
  const items = chosen.reduce((sum, { unit, quantity }) => sum + (UNITS[unit].weighed ? 1 : quantity), 0)
  const from = chosen
    .filter(({ pricing }) => pricing.tierBy === 'orders')
    .flatMap(({ pricing }) => nextTier(pricing, { orders: facts.orders, quantity: 0 })?.from ?? [])
    .reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY)
  const { totalMinor, toleranceMinor } = priceLines(chosen, facts.orders)
  const checkout = `/g/${facts.slug}/checkout`
  return (
    <div className="dock">
      <div className="dock__in">
        <div className="dock__sum" aria-live="polite">
          <span className="price price--lg">{money(totalMinor, facts)}</span>
          <p className="micro muted num">
            {say(texts.basket, items, facts.locale)}
            {toleranceMinor > 0 && ` · ${fillIn(texts.atMost, { most: money(totalMinor + toleranceMinor, facts) })}`}
            {Number.isFinite(from) &&
              ` · ${fillIn(texts.atTier, { price: money(priceLines(chosen, from).totalMinor, facts), from })}`}
          </p>
        </div>
        <JoinLink href={items > 0 ? checkout : '#stall'} checkout={checkout}>
          {texts.join}
        </JoinLink>
      </div>
    </div>
  )
}
