import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { setLanguage } from '#app/actions.ts'
import { LanguageSwitch } from '#components/frame/language-switch.tsx'
import { Mast } from '#components/frame/mast.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { ALL_SCOPES, API_SCOPES } from '#lib/domain/api-scopes.ts'
import { env } from '#lib/infra/env.ts'
import { reference, referenceCodes } from '#lib/web/api/reference.ts'
import { currentLocale } from '#lib/web/format.ts'
import { OperationEntry } from './operation.tsx'
import '#app/admin/layout.css'
import './docs.css'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('api.docs'))('title') }
}

const SHAPES = ['money', 'quantity', 'text', 'time', 'unknown'] as const

/** The API told to people; what it tells is what is checked, as both come from the operations. */
export default async function ReferencePage() {
  const [t, tags, locale] = await Promise.all([
    getTranslations('api.docs'),
    getTranslations('api.tags'),
    currentLocale(),
  ])
  const sections = [...Map.groupBy(reference(locale), ({ tag }) => tag)]
  const base = `${env.PUBLIC_URL}/api/v1`
  return (
    <>
      <Mast home="/" label={t('title')} links={[{ href: '/api/docs', label: t('title'), current: true }]}>
        <LanguageSwitch locale={locale} action={setLanguage} />
      </Mast>
      <main className="ref">
        <header className="stack">
          <h1>{t('title')}</h1>
          <p className="muted">{t('summary')}</p>
          <p>{t('intro', { base })}</p>
          <p>
            <a href="/api/v1/openapi.json">{t('machine')}</a>
          </p>
        </header>
        <nav className="ref__toc panel panel--pad" aria-label={t('contents')}>
          <ul>
            {(['auth', 'shapes', 'pages', 'once', 'errors'] as const).map((name) => (
              <li key={name}>
                <a href={`#${name}`}>{t(`${name}Title`)}</a>
              </li>
            ))}
          </ul>
          {sections.map(([tag, operations]) => (
            <div key={tag}>
              <p className="strong">{tags(tag as 'orders')}</p>
              <ul>
                {operations.map(({ id, summary }) => (
                  <li key={id}>
                    <a href={`#${id}`}>{summary}</a>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
        <section className="stack" aria-labelledby="auth">
          <h2 id="auth">{t('authTitle')}</h2>
          <p>{t('authText')}</p>
          <pre>{`Authorization: Bearer kt_…`}</pre>
          <dl>
            {[...API_SCOPES, ALL_SCOPES].map((scope) => (
              <div key={scope}>
                <dt>
                  <code>{scope}</code>
                </dt>
                <dd>{t(`scopes.${scope as 'read'}`)}</dd>
              </div>
            ))}
          </dl>
          <p className="muted">{t('authLimits', { rate: env.API_RATE_PER_SECOND })}</p>
        </section>
        <section className="stack" aria-labelledby="shapes">
          <h2 id="shapes">{t('shapesTitle')}</h2>
          {SHAPES.map((name) => (
            <p key={name}>{t(`shapes.${name}`)}</p>
          ))}
          <pre>{SHAPE_EXAMPLE}</pre>
        </section>
        <section className="stack" aria-labelledby="pages">
          <h2 id="pages">{t('pagesTitle')}</h2>
          <p>{t('pagesText')}</p>
          <p>{t('etagText')}</p>
        </section>
        <section className="stack" aria-labelledby="once">
          <h2 id="once">{t('onceTitle')}</h2>
          <p>{t('onceText')}</p>
          <p>{t('onceAsk')}</p>
        </section>
        <Problems />
        {sections.map(([tag, operations]) => (
          <section key={tag} aria-labelledby={`tag-${tag}`}>
            <h2 id={`tag-${tag}`}>{tags(tag as 'orders')}</h2>
            {operations.map((operation) => (
              <OperationEntry key={operation.id} operation={operation} />
            ))}
          </section>
        ))}
      </main>
    </>
  )
}

const SHAPE_EXAMPLE = `{ "price": { "amount": 560, "currency": "${env.CURRENCY}" }, "quantity": 2, "name": { "en": "…", "zh-CN": "…" }, "cutoffAt": "2026-12-04T20:00:00-08:00" }`

async function Problems() {
  const [t, locale] = await Promise.all([getTranslations('api.docs'), currentLocale()])
  return (
    <section className="stack" aria-labelledby="errors">
      <h2 id="errors">{t('errorsTitle')}</h2>
      <p>{t('errorsText')}</p>
      <p>{t('language')}</p>
      <pre>{PROBLEM_EXAMPLE}</pre>
      <TableRegion label={`${t('errorsTitle')}: ${t('code')}`}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('code')}</th>
              <th scope="col">{t('status')}</th>
              <th scope="col">{t('meaning')}</th>
            </tr>
          </thead>
          <tbody>
            {referenceCodes(locale).map(({ code, status, title, detail }) => (
              <tr key={code} id={`code-${code}`}>
                <th scope="row">
                  <code>{code}</code>
                </th>
                <td className="num">{status}</td>
                <td>
                  {title}. <span className="muted">{detail}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </section>
  )
}

const PROBLEM_EXAMPLE = `{ "type": "/api/docs#code-SOLD_OUT", "title": "…", "status": 409, "detail": "…", "code": "SOLD_OUT", "offerId": "…", "left": 2 }`
