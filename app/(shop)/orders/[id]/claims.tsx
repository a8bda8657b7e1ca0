import { getTranslations } from 'next-intl/server'
import type { Shopper } from '#lib/domain/who.ts'
import { claimsOfOrder, claimUntil } from '#lib/queries/claims.ts'
import type { OrderView } from '#lib/queries/orders.ts'
import { getFormats } from '#lib/web/format.ts'
import { ClaimMark } from '../../claims/claim-mark.tsx'

/** What was claimed of an order, and the way to claim while there is time. */
export async function Claims({ who, order }: { who: Shopper; order: OrderView }) {
  if (order.state !== 'collected') return null
  const [t, f, claims, until] = await Promise.all([
    getTranslations('claims'),
    getFormats(),
    claimsOfOrder(who, order.id),
    claimUntil(order),
  ])
  if (claims.length === 0 && !until) return null
  return (
    <section className="section" aria-labelledby="claims">
      <h2 id="claims" className="mb-3">
        {t('wrong')}
      </h2>
      {claims.length > 0 && (
        <ul className="panel mb-3 px-3.5 py-1">
          {claims.map((claim) => (
            <li key={claim.id} className="line">
              <a className="row grow min-h-11 text-ink no-underline" href={`/claims/${claim.id}`}>
                <span className="grow small num">{t('filed', { time: f.when(claim.filedAt, claim.timeZone) })}</span>
                <ClaimMark claim={claim} />
              </a>
            </li>
          ))}
        </ul>
      )}
      {until && (
        <>
          <a className="btn btn--quiet btn--block" href={`/orders/${order.id}/claim`}>
            {t('file')}
          </a>
          <p className="micro muted mt-2 text-center">{t('until', { time: f.when(until, order.group.timeZone) })}</p>
        </>
      )}
    </section>
  )
}
