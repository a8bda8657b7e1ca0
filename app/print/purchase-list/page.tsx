import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { Paper } from '#app/print/paper.tsx'
import { PurchaseSheets } from '#app/print/purchase-sheets.tsx'
import { combinedPurchaseList } from '#lib/queries/purchase-list.ts'
import { pageAdmin } from '#lib/web/session.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('print'))('purchaseTitle') }
}

export default async function PrintCombinedPurchaseList() {
  const who = await pageAdmin('/print/purchase-list', 'stock')
  if (!who) return <NotAllowed />
  const [t, list] = await Promise.all([getTranslations('print'), combinedPurchaseList(who)])
  return (
    <Paper
      title={t('purchaseTitle')}
      back="/admin/purchase-list"
      {...(list.lines.length === 0 && { hint: t('nothing') })}
    >
      <PurchaseSheets list={list} subject={t('closedGroups', { count: list.groups.length })} />
    </Paper>
  )
}
