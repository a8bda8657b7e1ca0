import { getTranslations } from 'next-intl/server'
import { Stepper } from '#components/product/stepper.tsx'
import { Tile } from '#components/product/tile.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { nextTier } from '#lib/domain/pricing.ts'
import { maxQuantity, stepOf, UNITS } from '#lib/domain/quantity.ts'
import { type GroupView, heldBy, type OfferView, pictureUrl } from '#lib/queries/group-page.ts'
import { readBasket } from '#lib/web/basket.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { changeBasket } from './actions.ts'

const FEW = 6

/** Everything on the stall, with what is in the basket already. */
export async function Offers({ group, userId }: { group: GroupView; userId: string | undefined }) {
  const t = await getTranslations('shop.group')
  const f = await getFormats()
  const basket = await readBasket(group.id)
  const held = userId ? await heldBy(userId, group.id) : {}
  const offers = group.offers.filter(({ withdrawn }) => !withdrawn)
  return (
    <section className="section" aria-labelledby="stall">
      <div className="section__head">
        <h2 id="stall">{t('onStall')}</h2>
        <span className="small muted num">{t('products', { count: offers.length })}</span>
      </div>
      {offers.length === 0 && <Empty>{t('empty')}</Empty>}
      <ul className="products">
        {offers.map((offer) => (
          <Offer
            key={offer.offerId}
            group={group}
            offer={offer}
            f={f}
            quantity={basket[offer.offerId] ?? 0}
            held={held[offer.offerId] ?? 0}
          />
        ))}
      </ul>
    </section>
  )
}

type OfferProps = { group: GroupView; offer: OfferView; f: Formats; quantity: number; held: number }

async function Offer({ group, offer, f, quantity, held }: OfferProps) {
  const t = await getTranslations('shop.group')
  const c = await getTranslations('common')
  const name = f.text(offer.name)
  const step = stepOf(offer.unit)
  const isOut = offer.left !== null && offer.left < step
  const tier = nextTier(offer.pricing, { orders: group.orders, quantity: offer.sold })
  const details = [f.text(offer.pack), f.text(offer.origin)].filter(Boolean).join(' · ')
  const notes = [
    offer.perUnit &&
      c('per', { price: f.money(offer.perUnit.amountMinor, group.currency), unit: c(`unit.${offer.perUnit.per}`) }),
    offer.storage !== 'ambient' && c(`storage.${offer.storage}` as 'storage.chilled'),
    offer.limitPerShopper !== null && t('limit', { limit: f.quantity(offer.limitPerShopper, offer.unit) }),
    offer.left !== null && offer.left > FEW * step && t('leftPlain', { left: f.quantity(offer.left, offer.unit) }),
  ].filter(Boolean)
  return (
    <li className={`product ${quantity > 0 ? 'is-in' : ''} ${isOut ? 'is-out' : ''}`} id={`o-${offer.offerId}`}>
      <Tile src={pictureUrl(offer.picture)} tile={offer.tile} many={offer.many}>
        {!isOut && offer.left !== null && offer.left <= FEW * step && (
          <span className="tile__flag">{t('onlyLeft', { left: f.quantity(offer.left, offer.unit) })}</span>
        )}
      </Tile>
      <div className="product__body">
        <h3 className="product__name">{name}</h3>
        {details && <p className="product__meta">{details}</p>}
        {notes.length > 0 && <p className="product__meta micro">{notes.join(' · ')}</p>}
        {offer.allergens.length > 0 && (
          <p className="product__meta micro">
            {t('allergens', {
              list: offer.allergens
                .map((key) => c(`allergens.${key}` as 'allergens.egg'))
                .join(f.locale === 'zh-CN' ? '、' : ', '),
            })}
          </p>
        )}
        {tier && !isOut && (
          <p className="mt-[5px]">
            <span className="pricetag">
              {t(offer.pricing.tierBy === 'orders' ? 'tier' : 'tierQuantity', {
                price: f.money(tier.priceMinor, group.currency),
                from: tier.from,
              })}
            </span>
          </p>
        )}
        <div className="product__buy">
          <span className="price">
            {f.money(offer.priceMinor, group.currency)}
            {UNITS[offer.unit].weighed && <small className="small muted"> / {c(`unit.${offer.unit}`)}</small>}
          </span>
          {isOut ? (
            <span className="small strong">{t('soldOut')}</span>
          ) : (
            group.state === 'open' && (
              <Buy group={group} offer={offer} f={f} name={name} quantity={quantity} held={held} />
            )
          )}
        </div>
      </div>
    </li>
  )
}

async function Buy({ group, offer, f, name, quantity, held }: OfferProps & { name: string }) {
  const t = await getTranslations('shop.group')
  const c = await getTranslations('common')
  const most = Math.min(
    offer.left ?? Number.POSITIVE_INFINITY,
    offer.limitPerShopper === null ? Number.POSITIVE_INFINITY : Math.max(0, offer.limitPerShopper - held),
    maxQuantity(offer.unit),
  )
  return (
    <Stepper
      action={changeBasket}
      groupOrderId={group.id}
      offerId={offer.offerId}
      slug={group.slug}
      quantity={quantity}
      step={stepOf(offer.unit)}
      max={most}
      weighed={UNITS[offer.unit].weighed}
      locale={f.locale}
      labels={{
        group: t('quantityOf', { name }),
        add: t('add', { name }),
        more: t('more', { name }),
        fewer: t('fewer', { name }),
        all: t('thatsAll', { count: f.quantity(most, offer.unit) }),
        lost: c('lost'),
      }}
    />
  )
}
