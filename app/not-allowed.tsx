import { getTranslations } from 'next-intl/server'

/** For someone signed in who may not see this page. The gate has set the status. */
export default async function NotAllowed() {
  const t = await getTranslations('common.notAllowed')
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
