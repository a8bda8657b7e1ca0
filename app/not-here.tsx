import { getTranslations } from 'next-intl/server'

/** For an address that leads nowhere. The page has set the status 404. */
export default async function NotHere() {
  const t = await getTranslations('common.notFound')
  return (
    <main className="screen wrap grid content-center gap-4">
      <title>{t('title')}</title>
      <h1>{t('title')}</h1>
      <p className="muted">{t('text')}</p>
      <p>
        <a className="btn btn--quiet" href="/">
          {t('home')}
        </a>
      </p>
    </main>
  )
}
