import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { adminBoard, type Board, type BoardCard, type BoardColumn } from '#lib/queries/admin-board.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { combinedPurchaseList } from '#lib/queries/purchase-list.ts'
import { durationText, URGENT_MS } from '#lib/web/duration.ts'
import { getFormats } from '#lib/web/format.ts'
import { currentRoles } from '#lib/web/session.ts'
import { AdminFrame } from './frame.tsx'
import { pageAnyAdmin } from './gate.ts'
import { PurchaseTable } from './purchase-table.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('board.title') }
}

export default async function BoardPage() {
  const who = await pageAnyAdmin('/admin')
  if (!who) return <NotAllowed />
  const stock = await adminGate(who.userId, 'stock')
  const [t, buying, f, board, list] = await Promise.all([
    getTranslations('admin'),
    getTranslations('buying'),
    getFormats(),
    adminBoard(who),
    stock && combinedPurchaseList(stock),
  ])
  const { at, timeZone, currency } = board
  const figures = t('board.figures', {
    time: f.time(at, timeZone),
    groups: board.groups,
    orders: board.orders,
    money: f.money(board.totalMinor, currency),
  })
  const tools = stock && (
    <>
      <a className="btn btn--quiet btn--sm" href="/admin/purchase-list.csv">
        <Icon name="download" size={16} />
        {t('purchase.csv')}
      </a>
      <a className="btn btn--quiet btn--sm" href="/admin/purchase-list">
        <Icon name="clipboard" size={16} />
        {t('purchase.title')}
      </a>
      <a className="btn btn--quiet btn--sm" href="/admin/purchase-orders">
        <Icon name="truck" size={16} />
        {buying('link')}
      </a>
    </>
  )
  return (
    <AdminFrame section="board" title={f.day(at, timeZone)} aside={figures} tools={tools}>
      <Waiting waiting={board.waiting} />
      <div className="board">
        {board.columns.map((column) => (
          <section key={column.name} aria-label={t(`board.columns.${column.name}`)}>
            <h2>
              {t(`board.columns.${column.name}`)} <span className="num">{column.count}</span>
            </h2>
            {column.cards.length === 0 ? (
              <p className="small muted">{t('board.none')}</p>
            ) : (
              <ul>
                {column.cards.map((card) => (
                  <Card key={card.id} card={card} column={column.name} at={at} />
                ))}
              </ul>
            )}
            {column.count > column.cards.length && (
              <a className="small" href="/admin/group-orders">
                {t('board.more', { count: column.count - column.cards.length })}
              </a>
            )}
          </section>
        ))}
      </div>
      {list && list.lines.length > 0 && (
        <PurchaseTable list={list} title={t('purchase.combinedHead', { count: list.groups.length })} />
      )}
    </AdminFrame>
  )
}

/** What waits for this person: only what their duties let them do. */
async function Waiting({ waiting }: { waiting: Board['waiting'] }) {
  const [t, { duties }] = await Promise.all([getTranslations('admin.board'), currentRoles()])
  const applications = duties.includes('people') ? waiting.applications : 0
  const belowReorder = duties.includes('stock') ? waiting.belowReorder : 0
  if (applications + belowReorder === 0) return null
  return (
    <ul className="waiting">
      {applications > 0 && (
        <li>
          <a className="chip" href="/admin/leaders">
            <Icon name="people" size={16} />
            {t('applications', { count: applications })}
          </a>
        </li>
      )}
      {belowReorder > 0 && (
        <li>
          <a className="chip" href="/admin/inventory?low=1">
            <Icon name="warning" size={16} />
            {t('belowReorder', { count: belowReorder })}
          </a>
        </li>
      )}
    </ul>
  )
}

async function Card({ card, column, at }: { card: BoardCard; column: BoardColumn; at: Date }) {
  const [t, f] = await Promise.all([getTranslations('admin.board'), getFormats()])
  const left = card.cutoffAt.getTime() - at.getTime()
  const closing = column === 'closing'
  const isUrgent = closing && left < URGENT_MS
  const when = closing
    ? await durationText(left)
    : column === 'to_buy'
      ? t('closedAt', { time: f.when(card.closedAt ?? card.cutoffAt, card.timeZone) })
      : t('pickup', { time: f.when(card.pickupFrom, card.timeZone) })
  const orders = t('orders', { count: card.orders })
  return (
    <li className="bcard">
      <p className="between">
        <a className="strong" href={`/admin/group-orders/${card.id}`}>
          {f.text(card.title)}
        </a>
        <span className={`num small ${isUrgent ? 'count--urgent strong' : 'muted'}`}>{when}</span>
      </p>
      <p className="between small muted num">
        <span>{closing && card.missing > 0 ? t('ordersMissing', { orders, missing: card.missing }) : orders}</span>
        <span>{f.money(card.totalMinor, card.currency)}</span>
      </p>
    </li>
  )
}
