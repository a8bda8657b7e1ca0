import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { isId } from '#lib/queries/gates.ts'
import { openingForm } from '#lib/queries/leader-form.ts'
import { pageLeader } from '#lib/web/session.ts'
import { LeaderFrame } from '../../parts/frame.tsx'
import { openGroup } from '../actions.ts'
import { GroupForm } from '../group-form.tsx'

type Props = { searchParams: Promise<{ from?: string | string[] }> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('leader.form')
  return { title: t('new') }
}

/** Opens a group order, from nothing or from an earlier one (?from=ID). */
export default async function OpenGroup({ searchParams }: Props) {
  const who = await pageLeader('/leader/group-orders/new')
  if (!who) return <NotAllowed />
  const { from } = await searchParams
  const fromId = typeof from === 'string' && isId(from) ? from : undefined
  const [t, form] = await Promise.all([getTranslations('leader.form'), openingForm(who, fromId)])
  return (
    <LeaderFrame canOpen={false}>
      <GroupForm
        form={form}
        action={openGroup}
        title={t('new')}
        kind="whole"
        hidden={{ fromId: form.fromId ?? undefined }}
        last={form.fromId ? null : form.last}
      />
    </LeaderFrame>
  )
}
