import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { editingForm } from '#lib/queries/leader-form.ts'
import { pageManager } from '#lib/web/session.ts'
import { LeaderFrame } from '../../../parts/frame.tsx'
import { editGroup, saveGroupDraft } from '../../actions.ts'
import { GroupForm } from '../../group-form.tsx'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('leader.form')
  return { title: t('edit') }
}

/** Edits a draft whole, and of a running group order its texts and its stall. */
export default async function EditGroup({ params }: Props) {
  const { id } = await params
  const who = await pageManager(`/leader/group-orders/${id}/edit`, id)
  if (!who) return <NotHere />
  const [t, form] = await Promise.all([getTranslations('leader'), editingForm(who)])
  const hidden = { groupOrderId: id, version: form?.version }
  return (
    <LeaderFrame current="groups" canOpen={false}>
      {form ? (
        <GroupForm
          form={form}
          action={form.isDraft ? saveGroupDraft : editGroup}
          title={form.isDraft ? t('form.draft') : t('form.edit')}
          kind={form.isDraft ? 'whole' : 'running'}
          hidden={hidden}
        />
      ) : (
        <main className="lpage">
          <h1>{t('form.notNow')}</h1>
          <p className="muted">{t('form.notNowText')}</p>
          <p>
            <a className="btn btn--quiet" href={`/leader/group-orders/${id}`}>
              {t('group.back')}
            </a>
          </p>
        </main>
      )}
    </LeaderFrame>
  )
}
