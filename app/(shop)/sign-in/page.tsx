import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { setLanguage } from '#app/actions.ts'
import { LanguageSwitch } from '#components/frame/language-switch.tsx'
import { Topbar } from '#components/frame/topbar.tsx'
import { TextField } from '#components/ui/fields.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { env } from '#lib/infra/env.ts'
import { getFormats } from '#lib/web/format.ts'
import { localPath } from '#lib/web/local-path.ts'
import { DEMO_PEOPLE } from '#prisma/seed/people.ts'
import { sendCode } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shop.signIn'))('title') }
}

export default async function SignIn({ searchParams }: { searchParams: Promise<{ next?: string; error?: string }> }) {
  const { next, error } = await searchParams
  const t = await getTranslations('shop.signIn')
  const c = await getTranslations('common')
  const f = await getFormats()
  const target = localPath(next)
  return (
    <div className="screen pb-10">
      <Topbar back="/" backLabel={c('home')} title="">
        <LanguageSwitch locale={f.locale} action={setLanguage} />
      </Topbar>
      <main className="wrap">
        <h1>{t('title')}</h1>
        <p className="muted mt-1">{t('lead')}</p>
        {(error === 'expired' || error === 'denied') && (
          <div className="mt-3">
            <Notice tone="tomato" icon="alert" role="alert">
              {t(error)}
            </Notice>
          </div>
        )}
        <Form action={sendCode} lost={c('lost')} stale={c('stale')} className="stack mt-5" label={t('title')}>
          <input type="hidden" name="next" value={target} />
          <FormMessage />
          <TextField name="contact" label={t('contact')} autoComplete="username" maxLength={254} required />
          <Submit className="btn btn--primary btn--lg btn--block" busy={t('sending')}>
            {t('send')}
          </Submit>
        </Form>
        {env.DEMO && (
          <section className="mt-8" aria-labelledby="demo">
            <h2 id="demo">{t('demo')}</h2>
            <p className="small muted mb-3 mt-1">
              {t('demoText')} <a href="/dev/mailbox">{t('mailbox')}</a>
            </p>
            <ul className="stack">
              {DEMO_PEOPLE.map((person) => (
                <li key={person.key}>
                  <Form action={sendCode} lost={c('lost')} stale={c('stale')}>
                    <input type="hidden" name="next" value={target} />
                    <input type="hidden" name="contact" value={person.email} />
                    <Submit className="btn btn--quiet btn--block !whitespace-normal">
                      {t('demoAs', { name: f.text(person.name), role: t(`roles.${person.role}`) })}
                    </Submit>
                  </Form>
                </li>
              ))}
            </ul>
          </section>
        )}
      </main>
    </div>
  )
}
