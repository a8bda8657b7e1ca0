import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { PrintButton } from '#components/print/print-button.tsx'
import { Icon } from '#components/ui/icon.tsx'

type Props = { title: string; back: string; hint?: string; children: ReactNode }

/** Sheets of paper on the screen, with what can be done above them; only the sheets are printed. */
export async function Paper({ title, back, hint, children }: Props) {
  const [t, common] = await Promise.all([getTranslations('print'), getTranslations('common')])
  return (
    <main className="paper">
      <div className="paper-tools">
        <a className="btn btn--quiet" href={back}>
          <Icon name="back" size={16} />
          {common('back')}
        </a>
        <h1>{title}</h1>
        <PrintButton>{t('print')}</PrintButton>
        <p className="small">{hint ?? t('hint')}</p>
      </div>
      {children}
    </main>
  )
}
