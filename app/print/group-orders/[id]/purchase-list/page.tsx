import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import NotHere from '#app/not-here.tsx'
import { Paper } from '#app/print/paper.tsx'
import { PurchaseSheets } from '#app/print/purchase-sheets.tsx'
import { purchaseList } from '#lib/queries/purchase-list.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('print'))('purchaseTitle') }
}

export default async function PrintPurchaseList({ params }: Props) {
  const { id } = await params
  const who = await pageAdmin(`/print/group-orders/${id}/purchase-list`, 'stock')
  if (!who) return <NotAllowed />
  const list = await purchaseList(who, id)
  if (!list) {
    setStatus(404)
    return <NotHere />
  }
  const [t, f] = await Promise.all([getTranslations('print'), getFormats()])
  const title = f.text(list.title)
  const subject = list.soFar ? t('soFar', { group: title, cutoff: f.when(list.cutoffAt, list.timeZone) }) : title
  return (
    <Paper
      title={t('purchaseOf', { group: title })}
      back={`/admin/group-orders/${id}/purchase-list`}
      {...(list.lines.length === 0 && { hint: t('nothing') })}
    >
      <PurchaseSheets list={list} subject={subject} />
    </Paper>
  )
}
