import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import type { PickSheet } from '#components/print/pick-sheets.ts'
import type { PickLists, PickStation } from '#lib/queries/pick-list.ts'
import { getFormats } from '#lib/web/format.ts'
import { ListTable } from './list-table.tsx'
import { MatrixTable } from './matrix-table.tsx'
import { TotalsTable } from './totals-table.tsx'

type Props = {
  sheet: PickSheet
  place: { number: number; of: number }
  station: PickStation
  lists: PickLists
}

/** One sheet of A4: whose it is, what to sort, and who did it. */
export async function PickSheetPage({ sheet, place, station, lists }: Props) {
  const [t, f] = await Promise.all([getTranslations('print'), getFormats()])
  const shown = shownIn(sheet)
  const chilled = lists.products.filter(({ storage, offerId }) => storage !== 'ambient' && shown.has(offerId))
  return (
    <section className="sheet" aria-label={t('sheetOf', { station: f.text(station.name), ...place })}>
      <header className="sheet__head">
        <div>
          <h2>{f.text(station.name)}</h2>
          <p>
            {t('sorting')} · {f.text(lists.title)} · {f.text(lists.leader)} ·{' '}
            <b>{t('ordersHere', { here: ordersIn(sheet) ?? station.orders.length, all: station.orders.length })}</b>
          </p>
        </div>
        <div className="sheet__right">
          <p>
            <b>{f.window(lists.pickupFrom, lists.pickupUntil, station.timeZone)}</b>
          </p>
          <p>
            {t('place', place)} · {t('printed', { time: f.when(lists.at, station.timeZone) })}
          </p>
        </div>
      </header>
      <Table sheet={sheet} products={lists.products} />
      <Foot>
        {sheet.kind !== 'totals' && t('underlined')}
        {chilled.length > 0 && ` ${t('cold', { products: chilled.map(({ name }) => f.text(name)).join(t('comma')) })}`}
      </Foot>
    </section>
  )
}

function Table({ sheet, products }: { sheet: PickSheet; products: PickLists['products'] }) {
  if (sheet.kind === 'matrix') return <MatrixTable sheet={sheet} products={products} />
  return sheet.kind === 'list' ? (
    <ListTable rows={sheet.rows} products={products} />
  ) : (
    <TotalsTable sheet={sheet} products={products} />
  )
}

const ordersIn = (sheet: PickSheet): number | undefined => {
  if (sheet.kind === 'totals') return undefined
  return sheet.kind === 'matrix' ? sheet.orders.length : new Set(sheet.rows.map(({ id }) => id)).size
}

const shownIn = (sheet: PickSheet): ReadonlySet<string> =>
  new Set(
    sheet.kind === 'list' ? sheet.rows.flatMap(({ productIds }) => productIds) : sheet.products.map(({ id }) => id),
  )

async function Foot({ children }: { children: ReactNode }) {
  const t = await getTranslations('print')
  return (
    <footer className="sheet__foot">
      <span className="sheet__note">{children}</span>
      <span className="sheet__by">
        {t('sortedBy')} <i className="sheet__sign" />
      </span>
      <span className="sheet__by">
        {t('checkedBy')} <i className="sheet__sign" />
      </span>
    </footer>
  )
}
