import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { Topbar } from '#components/frame/topbar.tsx'
import { ShelfMark } from '#components/order/shelf-mark.tsx'
import { TextField } from '#components/ui/fields.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Icon } from '#components/ui/icon.tsx'
import type { KeeperOf } from '#lib/domain/who.ts'
import { orderAtStation } from '#lib/queries/station-order.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageKeeper } from '#lib/web/session.ts'
import { shelfName } from '#lib/web/shelf-name.ts'
import { findOrder } from '../actions.ts'

type Props = {
  params: Promise<{ stationId: string }>
  searchParams: Promise<{ order?: string | string[]; proof?: string | string[] }>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('station.code'))('title') }
}

const listOf = (value: string | string[] | undefined): string[] => (value === undefined ? [] : [value].flat())

export default async function TypeCode({ params, searchParams }: Props) {
  const { stationId } = await params
  const { order, proof } = await searchParams
  const who = await pageKeeper(`/station/${stationId}/code`, stationId)
  if (!who) return <NotHere />
  const t = await getTranslations('station.code')
  const common = await getTranslations('common')
  const proofs = listOf(proof)
  const found = listOf(order).map((orderId, index) => ({ orderId, proof: proofs[index] ?? '' }))
  return (
    <div className="screen">
      <Topbar back={`/station/${stationId}`} backLabel={common('back')} title={t('title')} />
      <main className="wrap grid gap-5">
        <div>
          <h1>{t('title')}</h1>
          <p className="muted mt-1">{t('text')}</p>
        </div>
        {found.length > 1 && <Choose who={who} found={found.slice(0, 10)} />}
        <Form action={findOrder} lost={common('lost')} stale={common('stale')} className="grid gap-4">
          <input type="hidden" name="stationId" value={stationId} />
          <TextField
            className="code-input"
            name="code"
            label={t('label')}
            inputMode="numeric"
            autoComplete="off"
            maxLength={12}
            required
          />
          <FormMessage />
          <Submit className="btn btn--primary btn--lg" busy={t('finding')}>
            {t('find')}
          </Submit>
        </Form>
        <a className="btn btn--quiet" href={`/station/${stationId}/scan`}>
          <Icon name="scan" />
          {t('scanInstead')}
        </a>
      </main>
    </div>
  )
}

/** Orders of different group orders may share a typed code: number and masked name tell them apart. */
async function Choose({ who, found }: { who: KeeperOf; found: { orderId: string; proof: string }[] }) {
  const t = await getTranslations('station.code')
  const board = await getTranslations('station.board')
  const f = await getFormats()
  const name = await shelfName()
  const orders = await Promise.all(
    found.map(async (each) => ({ ...each, order: await orderAtStation(who, each.orderId) })),
  )
  return (
    <section className="panel panel--pad" aria-labelledby="several">
      <h2 id="several">{t('several')}</h2>
      <ul className="mt-2">
        {orders.map(
          ({ order, proof }) =>
            order && (
              <li key={order.orderId} className="wait">
                {order.shelf !== null && <ShelfMark square shelf={order.shelf} name={name} />}
                <span className="grow">
                  <span className="price station-number">#{order.number}</span>
                  <span className="small muted block mt-1">
                    {order.phoneEnd ? board('ends', { name: order.name, digits: order.phoneEnd }) : order.name}
                    {' · '}
                    {f.text(order.group)}
                  </span>
                </span>
                <a
                  className="btn btn--soft"
                  href={`/station/${who.stationId}/orders/${order.orderId}?proof=${encodeURIComponent(proof)}`}
                  aria-label={t('thisOneOf', { number: order.number, name: order.name })}
                >
                  {t('thisOne')}
                </a>
              </li>
            ),
        )}
      </ul>
    </section>
  )
}
