import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { Topbar } from '#components/frame/topbar.tsx'
import { ShelfMark } from '#components/order/shelf-mark.tsx'
import { Tile } from '#components/product/tile.tsx'
import { CheckField, TextField } from '#components/ui/fields.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { pictureUrl } from '#lib/domain/picture.ts'
import { UNITS } from '#lib/domain/quantity.ts'
import { type OrderAtStation, type OrderLineAtStation, orderAtStation } from '#lib/queries/station-order.ts'
import { proofKind } from '#lib/usecases/collection/proof.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { pageKeeper } from '#lib/web/session.ts'
import { shelfName } from '#lib/web/shelf-name.ts'
import { setStatus } from '#lib/web/status.ts'
import { confirmHandOver } from '../../actions.ts'
import { UndoForm } from '../../undo-form.tsx'
import { Weights } from './weights.tsx'

type Props = {
  params: Promise<{ stationId: string; orderId: string }>
  searchParams: Promise<{ proof?: string; undone?: string; weighed?: string }>
}

async function load({ params }: Pick<Props, 'params'>) {
  const { stationId, orderId } = await params
  const who = await pageKeeper(`/station/${stationId}/orders/${orderId}`, stationId)
  const order = who && (await orderAtStation(who, orderId))
  return who && order && { who, order }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const order = (await load(props))?.order
  return order ? { title: (await getTranslations('station.order'))('title', { number: order.number }) } : {}
}

export default async function OrderAtDoor(props: Props) {
  const { stationId } = await props.params
  const { proof, undone, weighed } = await props.searchParams
  const loaded = await load(props)
  if (!loaded) {
    setStatus(404)
    return <NotHere />
  }
  const { who, order } = loaded
  const sealed = typeof proof === 'string' ? proof : undefined
  const kind = await proofKind(who, order.orderId, sealed)
  const t = await getTranslations('station.order')
  const f = await getFormats()
  const title = t('title', { number: order.number })
  const isOpen = order.state === 'ready' || order.state === 'uncollected'
  return (
    <div className="screen pb-10">
      <Topbar back={`/station/${stationId}`} backLabel={(await getTranslations('common'))('back')} title={title} />
      <main className="wrap grid gap-4">
        <Head order={order} title={title} f={f} />
        {undone && (
          <Notice tone="leaf" icon="undo" role="status">
            {t('undoneNow')}
          </Notice>
        )}
        {weighed && (
          <Notice tone="leaf" icon="check" role="status">
            {t('weighed', { total: f.money(order.totalMinor, order.currency) })}
          </Notice>
        )}
        <Story order={order} stationId={stationId} f={f} />
        <Weights order={order} stationId={stationId} proof={kind && sealed} f={f} />
        {isOpen && <HandOver order={order} stationId={stationId} proof={kind && sealed && { kind, sealed }} f={f} />}
        {!isOpen && <Bag order={order} f={f} />}
      </main>
    </div>
  )
}

async function Head({ order, title, f }: { order: OrderAtStation; title: string; f: Formats }) {
  const t = await getTranslations('station.order')
  const name = await shelfName()
  return (
    <div className="row items-start">
      {order.shelf !== null && <ShelfMark square shelf={order.shelf} name={name} />}
      <div className="grow">
        <h1>{title}</h1>
        <p className="muted num">
          {order.phoneEnd ? t('who', { name: order.name, digits: order.phoneEnd }) : order.name}
        </p>
        <p className="small muted">{f.text(order.group)}</p>
      </div>
    </div>
  )
}

/** What happened to it so far: not in yet, in part or wholly handed over, by whom and when. */
async function Story({ order, stationId, f }: { order: OrderAtStation; stationId: string; f: Formats }) {
  const t = await getTranslations('station.order')
  if (order.state === 'frozen') {
    return (
      <Notice tone="butter" icon="truck">
        <p>{t('notArrived')}</p>
        <a className="link mt-2" href={`/station/${stationId}`}>
          {t('toBoard')}
        </a>
      </Notice>
    )
  }
  const last = order.records.find(({ undoneAt }) => !undoneAt)
  if (!last) return null
  const isCollected = order.state === 'collected'
  return (
    <div className={`notice ${isCollected ? '' : 'notice--butter'}`}>
      <Icon name="check" />
      <div className="grow grid gap-2">
        <p>{t(isCollected ? 'collected' : 'partly', { time: f.when(last.at, order.timeZone), name: last.by })}</p>
        {last.proof === 'none' && <p className="small">{t('proof.none')}</p>}
        {last.canUndo && (
          // of a collected order it is the only thing left to do
          <details open={isCollected}>
            <summary className="link">{t('undo')}</summary>
            <p className="small my-2">{t('undoText')}</p>
            <UndoForm
              stationId={stationId}
              handed={{
                collectionId: last.collectionId,
                number: order.number,
                isPaid: order.paymentState === 'paid' && order.paymentMethod === 'on_pickup',
              }}
            />
          </details>
        )}
      </div>
    </div>
  )
}

type Shown = { kind: 'code' | 'qr'; sealed: string }
type HandOverProps = { order: OrderAtStation; stationId: string; proof?: Shown | ''; f: Formats }

async function HandOver({ order, stationId, proof, f }: HandOverProps) {
  const t = await getTranslations('station.order')
  const common = await getTranslations('common')
  const seen = order.lines.reduce((sum, { collected }) => sum + collected, 0)
  return (
    <Form
      action={confirmHandOver}
      lost={common('lost')}
      stale={common('stale')}
      className="grid gap-4"
      label={t('confirm')}
    >
      <input type="hidden" name="stationId" value={stationId} />
      <input type="hidden" name="orderId" value={order.orderId} />
      <input type="hidden" name="seen" value={seen} />
      <Evidence stationId={stationId} proof={proof} />
      <section aria-labelledby="bag">
        <h2 id="bag">{t('bag')}</h2>
        <ul className="panel mt-2 px-3.5 py-0.5">
          {order.lines.map((line, index) => (
            <HandLine key={line.offerId} line={line} index={index} f={f} />
          ))}
        </ul>
        <p className="small muted mt-2">{t('fewer')}</p>
      </section>
      <Money order={order} f={f} />
      <FormMessage />
      <Submit className="btn btn--primary btn--lg" busy={t('confirming')}>
        {t('confirm')}
      </Submit>
    </Form>
  )
}

/** The code or QR as it was checked, or the reason why there is none. */
async function Evidence({ stationId, proof }: { stationId: string; proof?: Shown | '' }) {
  const t = await getTranslations('station.order')
  const board = await getTranslations('station.board')
  if (proof) {
    return (
      <>
        <input type="hidden" name="proof" value={proof.sealed} />
        <Notice tone="leaf" icon="check">
          {t(`proof.${proof.kind}`)}
        </Notice>
      </>
    )
  }
  return (
    <>
      <Notice tone="butter" icon="lock">
        <p>{t('noProof')}</p>
        <p className="row mt-2 flex-wrap">
          <a className="link" href={`/station/${stationId}/scan`}>
            <Icon name="scan" size={18} />
            {board('scan')}
          </a>
          <a className="link" href={`/station/${stationId}/code`}>
            <Icon name="keyboard" size={18} />
            {board('typeCode')}
          </a>
        </p>
      </Notice>
      <TextField name="reason" label={t('reason')} hint={t('reasonHint')} maxLength={200} autoComplete="off" />
    </>
  )
}

/** One product: what is left of it is proposed, and can be lowered. */
async function HandLine({ line, index, f }: { line: OrderLineAtStation; index: number; f: Formats }) {
  const t = await getTranslations('station.order')
  const common = await getTranslations('common')
  const left = line.quantity - line.collected
  const isWeighed = UNITS[line.unit].weighed
  const name = f.text(line.name)
  return (
    <li className="hand-line">
      <Tile src={pictureUrl(line.picture)} tile={line.tile} many={line.many} size={48} />
      <span>
        <span className="strong block">{name}</span>
        <span className="small muted block">
          {f.text(line.pack)}
          {line.storage !== 'ambient' && ` · ${common(`storage.${line.storage}` as 'storage.chilled')}`}
        </span>
        {line.actual !== null && (
          <span className="small muted num block">{t('weighs', { actual: f.quantity(line.actual, line.unit) })}</span>
        )}
      </span>
      {left === 0 ? (
        <span className="small muted">{t('allGone')}</span>
      ) : (
        <span className="hand-line__amount">
          <input type="hidden" name={`lines.${index}.offerId`} value={line.offerId} />
          <TextField
            name={`lines.${index}.${isWeighed ? 'kilograms' : 'pieces'}`}
            label={t(isWeighed ? 'amountKg' : 'amount', { name })}
            inputMode={isWeighed ? 'decimal' : 'numeric'}
            defaultValue={String(isWeighed ? left / 1000 : left)}
            autoComplete="off"
            maxLength={7}
          />
          <span className="small muted num">
            {t(line.actual === null ? 'of' : 'ofOrdered', { quantity: f.quantity(left, line.unit) })}
          </span>
        </span>
      )}
    </li>
  )
}

async function Money({ order, f }: { order: OrderAtStation; f: Formats }) {
  const t = await getTranslations('station.order')
  const amount = f.money(order.totalMinor, order.currency)
  const isDue = order.paymentState === 'due'
  return (
    <div className="panel panel--pad">
      <p className="between">
        <span className="strong">
          {t(isDue ? 'toPay' : order.paymentMethod === 'on_pickup' ? 'paid' : 'paidAhead')}
        </span>
        <span className="price price--lg">{amount}</span>
      </p>
      {order.toleranceMinor > 0 && (
        <p className="small muted mt-1">
          {t('notWeighed', { most: f.money(order.totalMinor + order.toleranceMinor, order.currency) })}
        </p>
      )}
      {isDue && (
        <>
          <CheckField name="paid" label={t('isPaid', { amount })} className="mt-2" />
          <CheckField name="terminal" label={t('byTerminal')} />
        </>
      )}
    </div>
  )
}

/** The lines of an order that cannot be handed over now. */
async function Bag({ order, f }: { order: OrderAtStation; f: Formats }) {
  const t = await getTranslations('station.order')
  return (
    <section aria-labelledby="bag">
      <h2 id="bag">{t('bag')}</h2>
      <ul className="panel mt-2 px-3.5 py-0.5">
        {order.lines.map((line) => (
          <li key={line.offerId} className="hand-line">
            <Tile src={pictureUrl(line.picture)} tile={line.tile} many={line.many} size={48} />
            <span>
              <span className="strong block">{f.text(line.name)}</span>
              <span className="small muted block">{f.text(line.pack)}</span>
            </span>
            <span className="num">× {f.quantity(line.quantity, line.unit)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
