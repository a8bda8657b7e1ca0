import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { Topbar } from '#components/frame/topbar.tsx'
import { Scanner } from '#components/station/scanner.tsx'
import { Form, FormMessage } from '#components/ui/form.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { pageKeeper } from '#lib/web/session.ts'
import { findOrder } from '../actions.ts'

type Props = { params: Promise<{ stationId: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('station.scan'))('title') }
}

export default async function Scan({ params }: Props) {
  const { stationId } = await params
  const who = await pageKeeper(`/station/${stationId}/scan`, stationId)
  if (!who) return <NotHere />
  const t = await getTranslations('station.scan')
  const common = await getTranslations('common')
  return (
    <div className="screen">
      <Topbar back={`/station/${stationId}`} backLabel={common('back')} title={t('title')} />
      <main className="wrap grid gap-4">
        <div>
          <h1>{t('title')}</h1>
          <p className="muted mt-1">{t('text')}</p>
        </div>
        <noscript>
          <p className="notice notice--butter">{t('noScript')}</p>
        </noscript>
        <Form action={findOrder} lost={common('lost')} stale={common('stale')} className="grid gap-3">
          <input type="hidden" name="stationId" value={stationId} />
          <Scanner
            texts={{
              starting: t('starting'),
              looking: t('looking'),
              found: t('found'),
              denied: t('denied'),
              none: t('none'),
              picture: t('picture'),
            }}
          />
          <FormMessage />
        </Form>
        <a className="btn btn--quiet btn--lg" href={`/station/${stationId}/code`}>
          <Icon name="keyboard" />
          {t('typeInstead')}
        </a>
      </main>
    </div>
  )
}
