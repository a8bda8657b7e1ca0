import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Form } from '#components/ui/form.tsx'
import type { FormAction } from '#lib/web/form-state.ts'

type Props = { action: FormAction; children: ReactNode; className?: string; label?: string; clears?: boolean }

/** A form of the office, with the sentences for a lost connection and an old page. */
export async function AdminForm(props: Props) {
  const t = await getTranslations('common')
  return <Form {...props} lost={t('lost')} stale={t('stale')} />
}
