import type { CSSProperties } from 'react'
import { Tile } from '#components/product/tile.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import type { LeaderGroup, LeaderOffer } from '#lib/queries/leader-group.ts'
import { getView, type View } from '../view.ts'

/** From here on what is left is urgent (look, "Colour has one job"). */
const LAST_UNITS = 6

function Left({ offer, view: { t, amount } }: { offer: LeaderOffer; view: View }) {
  if (offer.withdrawn) return <span className="mark">{t('selling.withdrawn')}</span>
  if (offer.left === null) return t('selling.free')
  if (offer.left === 0) return <b className="count--urgent">{t('selling.none')}</b>
  const text = t('selling.left', { amount: amount(offer.left, offer.unit) })
  return offer.left <= LAST_UNITS && offer.unit === 'piece' ? <b className="count--urgent">{text}</b> : text
}

/** What sells, best first, and how much is left. */
export async function Selling({ group }: { group: LeaderGroup }) {
  const view = await getView()
  const { t, f, amount } = view
  const offers = group.offers.toSorted((a, b) => b.orders - a.orders || b.sold - a.sold)
  const most = Math.max(1, ...offers.map(({ items }) => items))
  return (
    <section aria-labelledby="selling">
      <div className="section__head">
        <h2 id="selling">{t('selling.title')}</h2>
        {group.can.edit && <a href={`/leader/group-orders/${group.id}/edit`}>{t('selling.edit')}</a>}
      </div>
      <ul>
        {offers.map((offer) => (
          <li className="sell" key={offer.id}>
            <Tile {...offer.picture} many={false} size={40} />
            <span className="strong sell__n">{f.text(offer.name)}</span>
            <span className="bar" style={{ '--v': `${(offer.items / most) * 100}%` } as CSSProperties} />
            <span className="num strong sell__q">{amount(offer.sold, offer.unit)}</span>
            <span className="small sell__x num">
              <Left offer={offer} view={view} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Every product with its orders and money. */
export async function ProductTotals({ group }: { group: LeaderGroup }) {
  const view = await getView()
  const { t, f, amount } = view
  const { currency } = group
  return (
    <div>
      <h2>{t('totals.products')}</h2>
      <TableRegion label={t('totals.products')}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('totals.product')}</th>
              <th scope="col" className="n">
                {t('totals.price')}
              </th>
              <th scope="col" className="n">
                {t('totals.sold')}
              </th>
              <th scope="col" className="n">
                {t('totals.orders')}
              </th>
              <th scope="col" className="n">
                {t('totals.money')}
              </th>
              <th scope="col" className="n">
                {t('totals.left')}
              </th>
            </tr>
          </thead>
          <tbody>
            {group.offers.map((offer) => (
              <tr key={offer.id}>
                <th scope="row">
                  <span className="cell">
                    <Tile {...offer.picture} many={false} size={24} />
                    {f.text(offer.name)}
                  </span>
                </th>
                <td className="n">{f.money(offer.priceMinor, currency)}</td>
                <td className="n strong">{amount(offer.sold, offer.unit)}</td>
                <td className="n">{f.number(offer.orders)}</td>
                <td className="n">{f.money(offer.takenMinor, currency)}</td>
                <td className="n">
                  <Left offer={offer} view={view} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="sub">
              <th scope="row" colSpan={3}>
                {t('totals.sum')}
              </th>
              <td className="n">{f.number(group.figures.orders)}</td>
              <td className="n">{f.money(group.figures.takenMinor, currency)}</td>
              <td />
            </tr>
          </tfoot>
        </table>
      </TableRegion>
    </div>
  )
}

/** Every station with what it will hand over. */
export async function StationTotals({ group }: { group: LeaderGroup }) {
  const { t, f } = await getView()
  const hasCollected = group.figures.collected > 0 || group.state === 'arrived'
  return (
    <div>
      <h2>{t('totals.stations')}</h2>
      <TableRegion label={t('totals.stations')}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('totals.station')}</th>
              <th scope="col" className="n">
                {t('totals.orders')}
              </th>
              <th scope="col" className="n">
                {t('totals.items')}
              </th>
              {hasCollected && (
                <th scope="col" className="n">
                  {t('totals.collected')}
                </th>
              )}
              <th scope="col" className="n">
                {t('totals.money')}
              </th>
            </tr>
          </thead>
          <tbody>
            {group.stations.map((station) => (
              <tr key={station.id}>
                <th scope="row" className="wraps">
                  {f.text(station.name)}
                </th>
                <td className="n">{f.number(station.orders)}</td>
                <td className="n">{f.number(station.items)}</td>
                {hasCollected && <td className="n">{f.number(station.collected)}</td>}
                <td className="n strong">{f.money(station.takenMinor, group.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </div>
  )
}
