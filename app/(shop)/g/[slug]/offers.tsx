import { getTranslations } from 'next-intl/server'
import { OfferRow, type OfferTexts } from '#components/product/offer-row.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { type GroupView, type OfferView, pictureUrl } from '#lib/queries/group-page.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'

/** Everything on the stall. */
export async function Offers({ group }: { group: GroupView }) {
  const t = await getTranslations('shop.group')
  const f = await getFormats()
  const texts = await offerTexts()
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
          <Offer key={offer.offerId} offer={offer} isOpen={group.state === 'open'} f={f} texts={texts} />
        ))}
      </ul>
    </section>
  )
}

type OfferProps = { offer: OfferView; isOpen: boolean; f: Formats; texts: OfferTexts }

async function Offer({ offer, isOpen, f, texts }: OfferProps) {
  const t = await getTranslations('shop.group')
  const c = await getTranslations('common')
  const list = offer.allergens
    .map((key) => c(`allergens.${key}` as 'allergens.egg'))
    .join(f.locale === 'zh-CN' ? '、' : ', ')
  return (
    <OfferRow
      offerId={offer.offerId}
      picture={{ src: pictureUrl(offer.picture), tile: offer.tile, many: offer.many }}
      name={f.text(offer.name)}
      details={[f.text(offer.pack), f.text(offer.origin)].filter(Boolean).join(' · ')}
      storage={offer.storage === 'ambient' ? '' : c(`storage.${offer.storage}` as 'storage.chilled')}
      allergens={list && t('allergens', { list })}
      isOpen={isOpen}
      texts={texts}
    />
  )
}

/** The sentences about an offer, with {places} for what the page fills in as it moves. */
async function offerTexts(): Promise<OfferTexts> {
  const t = await getTranslations('shop.group')
  const c = await getTranslations('common')
  const [price, from, left, name] = ['{price}', '{from}', '{left}', '{name}']
  const per = (unit: 'kg' | 'l' | '100g' | 'piece') => c('per', { price, unit: c(`unit.${unit}`) })
  return {
    per: { kg: per('kg'), l: per('l'), '100g': per('100g'), piece: per('piece') },
    units: { kg: c('unit.kg'), jin: c('unit.jin'), lb: c('unit.lb') },
    tier: t('tier', { price, from }),
    tierQuantity: t('tierQuantity', { price, from }),
    onlyLeft: t('onlyLeft', { left }),
    leftPlain: t('leftPlain', { left }),
    soldOut: t('soldOut'),
    limit: t('limit', { limit: '{limit}' }),
    deposit: t('deposit', { deposit: '{deposit}' }),
    weighed: t('weighed', { percent: '{percent}' }),
    quantityOf: t('quantityOf', { name }),
    add: t('add', { name }),
    more: t('more', { name }),
    fewer: t('fewer', { name }),
    thatsAll: t('thatsAll', { count: '{count}' }),
    lost: c('lost'),
  }
}
