import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { setLanguage } from '#app/actions.ts'
import { LanguageSwitch } from '#components/frame/language-switch.tsx'
import { Topbar } from '#components/frame/topbar.tsx'
import { operatorPage } from '#lib/queries/operator.ts'
import { getFormats } from '#lib/web/format.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shop.about'))('title') }
}

/** Who runs this instance, under which licence and terms, and where to complain. */
export default async function About() {
  const t = await getTranslations('shop.about')
  const c = await getTranslations('common')
  const f = await getFormats()
  const operator = await operatorPage()
  const facts = [
    [t('legal'), operator.legalName],
    [t('registration'), operator.registration],
    [t('licence'), operator.licence],
    [t('address'), operator.address],
    [t('complaints'), operator.complaintContact],
  ]
  const terms = f.text(operator.terms)
  return (
    <div className="screen pb-10">
      <Topbar back="/" backLabel={c('home')} title={f.text(operator.name)}>
        <LanguageSwitch locale={f.locale} action={setLanguage} />
      </Topbar>
      <main className="wrap">
        <h1>{t('title')}</h1>
        <p className="muted mt-2 whitespace-pre-line">{f.text(operator.about)}</p>
        <dl className="panel panel--pad stack mt-4">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt className="small muted">{label}</dt>
              <dd>{value || t('none')}</dd>
            </div>
          ))}
        </dl>
        <section className="mt-8" id="terms" aria-labelledby="terms-title">
          <h2 id="terms-title" className="mb-2">
            {t('terms')}
          </h2>
          <p className="muted whitespace-pre-line">{terms || t('none')}</p>
        </section>
        <p className="small faint mt-8">{t('notLegal')}</p>
      </main>
    </div>
  )
}
