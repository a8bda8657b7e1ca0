import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import type { CarrierOfGroup } from '#lib/queries/carrying.ts'
import type { LeaderGroup } from '#lib/queries/leader-group.ts'
import { endCarrying } from '../../actions.ts'
import { CarriedOrders, sumOf } from '../../parts/carried-orders.tsx'
import { getView } from '../../view.ts'

/** Who helps to sell the group, for which part of the commission, and what came of it. */
export async function Carriers({ group, carriers }: { group: LeaderGroup; carriers: CarrierOfGroup[] }) {
  const view = await getView()
  const { t, tc, f } = view
  const { carrySplitBps, currency } = group
  if (carrySplitBps === null && carriers.length === 0) return null
  return (
    <section aria-labelledby="carriers">
      <h2 id="carriers">{t('carriers.title')}</h2>
      <p className="small muted mt-1">
        {carrySplitBps === null ? t('carriers.off') : t('carriers.on', { rate: f.rate(carrySplitBps) })}{' '}
        {carriers.length === 0 && t('carriers.none')}
      </p>
      <ul className="carries mt-2">
        {carriers.map((carrier) => {
          const { id, orders } = carrier
          const leader = f.text(carrier.leader)
          return (
            <li className="panel panel--pad carry" key={id}>
              <div className="between">
                <p>
                  <span className="strong block">{leader}</span>
                  <span className="small muted">{t('carriers.part', { rate: f.rate(carrier.splitBps) })}</span>
                </p>
                {carrier.endedAt ? (
                  <span className="mark">{t(carrier.isEndedByOwner ? 'carriers.endedByYou' : 'carriers.stopped')}</span>
                ) : (
                  <Form action={endCarrying} lost={tc('lost')} stale={tc('stale')}>
                    <input type="hidden" name="groupOrderId" value={group.id} />
                    <input type="hidden" name="carrierId" value={id} />
                    <FormMessage />
                    <Submit className="btn btn--quiet btn--sm" label={t('carriers.endOf', { leader })}>
                      {t('carriers.end')}
                    </Submit>
                  </Form>
                )}
              </div>
              <details className="carry__orders">
                <summary>
                  {t('carrying.orders', { count: orders.length })}
                  {orders.length > 0 && (
                    <span className="num">
                      {' · '}
                      {t('carriers.parts', {
                        yours: f.money(sumOf(orders, 'ownerMinor'), currency),
                        theirs: f.money(sumOf(orders, 'carrierMinor'), currency),
                      })}
                    </span>
                  )}
                </summary>
                <CarriedOrders orders={orders} currency={currency} view={view} part="ownerMinor" />
              </details>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
