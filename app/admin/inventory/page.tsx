import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { Modal } from '#components/admin/modal.tsx'
import { Pager } from '#components/admin/pager.tsx'
import { Tile } from '#components/product/tile.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { pictureUrl } from '#lib/domain/picture.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { inventory, productStock, undoable } from '#lib/queries/admin-inventory.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminFrame } from '../frame.tsx'
import { changeText, quantityText } from '../quantity.ts'
import { hrefWith, one, pageNumber, type Query } from '../query.ts'
import { AdjustForm } from './adjust-form.tsx'
import { InventoryTable } from './inventory-table.tsx'
import { UndoButton } from './undo-button.tsx'

const PATH = '/admin/inventory'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('inventory.title') }
}

export default async function InventoryPage({ searchParams }: { searchParams: Query }) {
  const who = await pageAdmin(PATH, 'stock')
  if (!who) return <NotAllowed />
  const query = await searchParams
  const asked = { q: one(query.q), place: one(query.place), low: one(query.low), all: one(query.all) }
  const filter = {
    search: asked.q,
    place: asked.place,
    low: Boolean(asked.low),
    all: Boolean(asked.all),
    page: pageNumber(query.page),
  }
  const [t, list] = await Promise.all([getTranslations('admin'), inventory(who, filter)])
  const here = hrefWith(PATH, { ...asked, page: filter.page > 1 ? filter.page : undefined })
  const chip = (label: string, on: boolean, more: Partial<typeof asked>) => (
    <a
      key={label}
      className={`chip ${on ? 'chip--on' : ''}`}
      aria-current={on || undefined}
      href={hrefWith(PATH, { ...asked, ...more })}
    >
      {label}
    </a>
  )
  const tools = (
    <a className="btn btn--quiet btn--sm" href={hrefWith('/admin/inventory.csv', asked)}>
      <Icon name="download" size={16} />
      {t('purchase.csv')}
    </a>
  )
  return (
    <AdminFrame
      section="inventory"
      title={t('inventory.title')}
      aside={t('inventory.count', { count: list.total, low: list.low })}
      tools={tools}
    >
      <Done who={who} movementId={one(query.done)} />
      <div className="filters">
        <form className="filters__search">
          <Icon name="search" size={16} />
          <input
            className="input input--sm"
            type="search"
            name="q"
            defaultValue={asked.q}
            aria-label={t('inventory.search')}
            placeholder={t('inventory.search')}
          />
        </form>
        {chip(t('inventory.allPlaces'), !asked.place, { place: undefined })}
        {list.places.map((place) => chip(place, asked.place === place, { place }))}
        <span className="grow" />
        {chip(t('inventory.low', { count: list.low }), filter.low, { low: filter.low ? undefined : '1' })}
        {chip(t('inventory.allProducts'), filter.all, { all: filter.all ? undefined : '1' })}
      </div>
      {list.rows.length === 0 ? <Empty>{t('inventory.none')}</Empty> : <InventoryTable rows={list.rows} here={here} />}
      <Pager
        page={list.page}
        pages={list.pages}
        hrefOf={(page) => hrefWith(PATH, { ...asked, page })}
        label={t('pages.label')}
        previous={t('pages.previous')}
        next={t('pages.next')}
        text={t('pages.text', { page: list.page, pages: list.pages })}
      />
      <AdjustDialog who={who} productId={one(query.adjust)} closeHref={here} />
    </AdminFrame>
  )
}

/** What was just changed, with a way back. */
async function Done({ who, movementId }: { who: AdminFor<'stock'>; movementId: string | undefined }) {
  const movement = await undoable(who, movementId)
  if (!movement) return null
  const [t, f] = await Promise.all([getTranslations('admin.inventory'), getFormats()])
  const name = f.text(movement.name)
  const values = {
    name,
    change: changeText(movement.quantity, movement.unit, f.number) || f.number(0),
    onHand: quantityText(movement.onHandAfter, movement.unit, f.number),
  }
  return (
    <Notice tone="leaf" icon="check" role="status">
      <div className="between">
        <span>{t('done', values)}</span>
        {movement.quantity !== 0 && <UndoButton movementId={movement.id} label={t('undoOf', { name })} />}
      </div>
    </Notice>
  )
}

type DialogProps = { who: AdminFor<'stock'>; productId: string | undefined; closeHref: string }

async function AdjustDialog({ who, productId, closeHref }: DialogProps) {
  const product = productId && (await productStock(who, productId))
  if (!product) return null
  const [t, common, f] = await Promise.all([
    getTranslations('admin.inventory'),
    getTranslations('common'),
    getFormats(),
  ])
  return (
    <Modal labelledBy="adjust-title" closeHref={closeHref}>
      <div className="dialog__head">
        <Tile src={pictureUrl(product.picture)} tile={product.tile} size={40} />
        <div className="grow">
          <h2 id="adjust-title">{t('adjustOf', { name: f.text(product.name) })}</h2>
          <p className="small muted">{[f.text(product.pack), product.place].filter(Boolean).join(' · ')}</p>
        </div>
        <a className="iconbtn" href={closeHref} aria-label={common('close')}>
          <Icon name="close" />
        </a>
      </div>
      <div className="dialog__body">
        <AdjustForm product={product} cancelHref={closeHref} />
      </div>
    </Modal>
  )
}
