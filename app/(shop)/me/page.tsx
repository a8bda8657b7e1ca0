import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { setLanguage, setTheme, signOut } from '#app/actions.ts'
import { Wordmark } from '#components/frame/wordmark.tsx'
import { CheckField, TextField } from '#components/ui/fields.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { env } from '#lib/infra/env.ts'
import { ownPerson } from '#lib/queries/person.ts'
import { walletBalance } from '#lib/queries/wallet.ts'
import { currentLocale, getFormats } from '#lib/web/format.ts'
import { currentRoles, pageShopper } from '#lib/web/session.ts'
import { ShopTabs } from '../shop-tabs.tsx'
import { saveMe } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shop.me'))('title') }
}

export default async function Me() {
  const who = await pageShopper('/me')
  const [person, balanceMinor] = await Promise.all([ownPerson(who), walletBalance(who)])
  const t = await getTranslations('shop.me')
  const c = await getTranslations('common')
  const locale = await currentLocale()
  const theme = (await cookies()).get('theme')?.value
  return (
    <div className="screen screen--tabs">
      <header className="topbar !pl-4">
        <Wordmark />
      </header>
      <main>
        <div className="wrap">
          <h1>{t('title')}</h1>
          <p className="muted mt-1">{t('lead', { contact: person.email ?? person.phone ?? '' })}</p>
          <Form action={saveMe} lost={c('lost')} stale={c('stale')} className="stack mt-5" label={t('title')}>
            <FormMessage />
            <TextField
              name="name"
              label={t('name')}
              defaultValue={person.name ?? ''}
              autoComplete="name"
              maxLength={60}
            />
            <TextField
              name="nickname"
              label={t('nickname')}
              hint={t('nicknameHint')}
              defaultValue={person.nickname ?? ''}
              maxLength={24}
            />
            <CheckField name="showNickname" label={t('show')} defaultChecked={person.showNickname} />
            <Submit busy={c('saving')}>{c('save')}</Submit>
          </Form>
        </div>
        <Places hasApplied={person.leader !== null} balanceMinor={balanceMinor} />
        <section className="section" aria-labelledby="language">
          <h2 id="language" className="mb-3">
            {t('language')}
          </h2>
          <form action={setLanguage} className="flex gap-2">
            {(['en', 'zh-CN'] as const).map((each) => (
              <button
                key={each}
                className="chip chip--tap"
                name="lang"
                value={each}
                lang={each}
                aria-pressed={locale === each}
                type="submit"
              >
                {each === 'en' ? 'English' : '简体中文'}
              </button>
            ))}
          </form>
        </section>
        <section className="section" aria-labelledby="theme">
          <h2 id="theme" className="mb-3">
            {c('theme.label')}
          </h2>
          <form action={setTheme} className="flex flex-wrap gap-2">
            {(['system', 'light', 'dark'] as const).map((each) => (
              <button
                key={each}
                className="chip chip--tap"
                name="theme"
                value={each}
                aria-pressed={(theme ?? 'system') === each}
                type="submit"
              >
                {c(`theme.${each}`)}
              </button>
            ))}
          </form>
        </section>
        <section className="section">
          <form action={signOut}>
            <button type="submit" className="btn btn--quiet btn--block">
              {c('signOut')}
            </button>
          </form>
        </section>
      </main>
      <ShopTabs current="you" />
    </div>
  )
}

async function Places({ hasApplied, balanceMinor }: { hasApplied: boolean; balanceMinor: number }) {
  const [t, f] = await Promise.all([getTranslations('shop.me'), getFormats()])
  const roles = await currentRoles()
  const places = [
    { href: '/me/wallet', label: t('wallet'), aside: f.money(balanceMinor, env.CURRENCY) },
    { href: '/me/notices', label: (await getTranslations('shop.notices'))('title') },
    roles.leader
      ? { href: '/leader', label: t('desk') }
      : { href: '/leader/apply', label: t(hasApplied ? 'desk' : 'apply') },
    ...(roles.keeper ? [{ href: '/station', label: t('station') }] : []),
    ...(roles.duties.length ? [{ href: '/admin', label: t('office') }] : []),
    { href: '/about', label: t('about') },
  ]
  return (
    <section className="section" aria-labelledby="places">
      <h2 id="places" className="mb-3">
        {t('places')}
      </h2>
      <ul className="panel px-3.5">
        {places.map(({ href, label, aside }) => (
          <li className="line" key={href}>
            <a className="row grow min-h-11 text-ink no-underline" href={href}>
              <span className="grow">{label}</span>
              {aside && <span className="strong num">{aside}</span>}
              <Icon name="next" size={18} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
