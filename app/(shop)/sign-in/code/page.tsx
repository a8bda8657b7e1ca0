import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Topbar } from '#components/frame/topbar.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { env } from '#lib/infra/env.ts'
import { askedContact } from '#lib/web/ask-code.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shop.signIn'))('codeTitle') }
}

export default async function Code({ searchParams }: { searchParams: Promise<{ error?: string }> }) {
  const { error } = await searchParams
  const t = await getTranslations('shop.signIn')
  const c = await getTranslations('common')
  const contact = await askedContact()
  return (
    <div className="screen pb-10">
      <Topbar back="/sign-in" backLabel={c('back')} title="" />
      <main className="wrap">
        <h1>{t('codeTitle')}</h1>
        {contact && <p className="muted mt-1">{t('codeLead', { contact })}</p>}
        {/* a plain form on next-auth's own door: it sets the session's cookie */}
        <form className="stack mt-5" method="post" action="/api/auth/callback/code">
          <div className="field">
            <label className="field__label" htmlFor="code">
              {t('code')}
            </label>
            <input
              className="input num text-2xl tracking-widest"
              id="code"
              name="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={12}
              required
              aria-invalid={error ? true : undefined}
              aria-describedby={error ? 'code-error' : undefined}
            />
            {error && (
              <p className="field__err" id="code-error" role="alert">
                {t('wrong')}
              </p>
            )}
          </div>
          <button type="submit" className="btn btn--primary btn--lg btn--block">
            {t('enter')}
          </button>
        </form>
        <p className="mt-4">
          <a href="/sign-in">{t('again')}</a>
        </p>
        {env.DEMO && (
          <div className="mt-4">
            <Notice icon="chat">
              <a
                href={`/dev/mailbox${contact ? `?to=${encodeURIComponent(contact)}` : ''}`}
                target="_blank"
                rel="noreferrer"
              >
                {t('mailbox')}
              </a>
            </Notice>
          </div>
        )}
      </main>
    </div>
  )
}
