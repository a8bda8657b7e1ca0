import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { labelText } from '#app/admin/label-text.ts'
import NotHere from '#app/not-here.tsx'
import { Paper } from '#app/print/paper.tsx'
import { pickSheets, type SheetOrder } from '#components/print/pick-sheets.ts'
import { adminGate, managerGate } from '#lib/queries/gates.ts'
import { type PickLists, type PickStation, pickLists } from '#lib/queries/pick-list.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { currentUserId, toSignIn } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { PickSheetPage } from './sheet.tsx'

type Props = { params: Promise<{ id: string }> }
type Common = Awaited<ReturnType<typeof getTranslations<'common'>>>

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('print'))('pickTitle') }
}

/** Whoever sorts: the office's stock people, and the leader whose group it is. */
async function sorterOf(id: string) {
  const userId = (await currentUserId()) ?? (await toSignIn(`/print/group-orders/${id}/pick-lists`))
  const admin = await adminGate(userId, 'stock')
  return { who: admin ?? (await managerGate(userId, id)), isAdmin: Boolean(admin) }
}

export default async function PrintPickLists({ params }: Props) {
  const { id } = await params
  const { who, isAdmin } = await sorterOf(id)
  const lists = who && (await pickLists(who, id))
  if (!lists) {
    setStatus(404)
    return <NotHere />
  }
  const [t, common, f] = await Promise.all([getTranslations('print'), getTranslations('common'), getFormats()])
  const back = isAdmin ? `/admin/group-orders/${id}/pick-lists` : `/leader/group-orders/${id}`
  return (
    <Paper
      title={t('pickOf', { group: f.text(lists.title) })}
      back={back}
      {...(lists.stations.length === 0 && { hint: t('noPicks') })}
    >
      {lists.stations.map((station) => (
        <Station key={station.stationId} station={station} lists={lists} common={common} f={f} />
      ))}
    </Paper>
  )
}

type StationProps = { station: PickStation; lists: PickLists; common: Common; f: Formats }

function Station({ station, lists, common, f }: StationProps) {
  const gets = new Set(station.totals.map(({ offerId }) => offerId))
  const products = lists.products
    .filter(({ offerId }) => gets.has(offerId))
    .map(({ offerId, name, pack }) => ({ id: offerId, name: f.text(name), pack: f.text(pack) }))
  const orders = station.orders.map(
    (order): SheetOrder => ({
      id: order.orderId,
      label: labelText(common, order.label),
      animal: order.label?.animal ?? null,
      colour: order.label?.colour ?? null,
      number: order.number,
      who: [order.name, order.phoneEnd].filter(Boolean).join(' '),
      quantities: new Map(order.lines.map(({ offerId, quantity }) => [offerId, quantity])),
    }),
  )
  const sheets = pickSheets(products, orders)
  return sheets.map((sheet, index) => (
    <PickSheetPage
      // biome-ignore lint/suspicious/noArrayIndexKey: a sheet is its place in the pile
      key={index}
      sheet={sheet}
      place={{ number: index + 1, of: sheets.length }}
      station={station}
      lists={lists}
    />
  ))
}
