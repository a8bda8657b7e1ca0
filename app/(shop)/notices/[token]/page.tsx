import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Topbar } from '#components/frame/topbar.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { readStopToken } from '#lib/infra/mail/stop-link.ts'
import { stop } from './actions.ts'

type Props = { params: Promise<{ token: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return {
    title: (await getTranslations('shop.notices'))('stopTitle'),
    robots: { index: false },
  }
}

/** Where the link under a notice leads: one button, without signing in. */
export default async function StopNotices({ params }: Props) {
  const { token } = await params
  const stopped = readStopToken(token)
  const [t, c] = await Promise.all([getTranslations('shop.notices'), getTranslations('common')])
  return (
    <div className="screen">
      <Topbar back="/" backLabel={c('home')} title={t('title')} />
      <main>
        <div className="wrap stack pt-2">
          <h1>{t('stopTitle')}</h1>
          {stopped ? (
            <Form action={stop} lost={c('lost')} stale={c('stale')} className="stack" label={t('stopTitle')}>
              <input type="hidden" name="token" value={token} />
              <p>{t('stopText', { kind: t(`kinds.${stopped.kind}`), channel: stopped.channel })}</p>
              <FormMessage />
              <Submit className="btn btn--primary btn--block">{t('stop')}</Submit>
            </Form>
          ) : (
            <p className="notice notice--butter">{t('badLink')}</p>
          )}
          <p>
            <a className="link" href="/me/notices">
              {t('choose')}
            </a>
          </p>
        </div>
      </main>
    </div>
  )
}
