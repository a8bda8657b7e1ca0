import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { setLanguage } from '#app/actions.ts'
import { LanguageSwitch } from '#components/frame/language-switch.tsx'
import { Mast } from '#components/frame/mast.tsx'
import { Icon } from '#components/ui/icon.tsx'
import type { AdminDuty } from '#lib/domain/duties.ts'
import { currentLocale } from '#lib/web/format.ts'
import { currentRoles } from '#lib/web/session.ts'

/** The rooms of the office and the duty that opens each; null for every admin. */
const SECTIONS = {
  board: { href: '/admin', duty: null },
  groups: { href: '/admin/group-orders', duty: null },
  products: { href: '/admin/products', duty: 'catalogue' },
  suppliers: { href: '/admin/suppliers', duty: 'catalogue' },
  inventory: { href: '/admin/inventory', duty: 'stock' },
  stations: { href: '/admin/stations', duty: 'people' },
  leaders: { href: '/admin/leaders', duty: 'people' },
  money: { href: '/admin/money', duty: 'money' },
  apiKeys: { href: '/admin/api-keys', duty: 'people' },
  audit: { href: '/admin/audit', duty: 'people' },
  operator: { href: '/admin/operator', duty: 'people' },
} as const satisfies Record<string, { href: string; duty: AdminDuty | null }>

export type Section = keyof typeof SECTIONS

type Props = {
  section: Section
  title: ReactNode
  /** One line of figures beside the title. */
  aside?: ReactNode
  /** Buttons and links on the right. */
  tools?: ReactNode
  /** Where this page hangs, for pages below a section's first. */
  back?: { href: string; label: string }
  children: ReactNode
}

/** A page of the operator's office: its head, the rooms this person may enter, title and tools. */
export async function AdminFrame({ section, title, aside, tools, back, children }: Props) {
  const [t, common, locale, { duties }] = await Promise.all([
    getTranslations('admin.nav'),
    getTranslations('common.nav'),
    currentLocale(),
    currentRoles(),
  ])
  const links = (Object.keys(SECTIONS) as Section[])
    .filter((name) => SECTIONS[name].duty === null || duties.some((duty) => duty === SECTIONS[name].duty))
    .map((name) => ({ href: SECTIONS[name].href, label: t(name), current: name === section }))
  return (
    <>
      <Mast admin home="/" label={t('label')} links={links}>
        <a className="iconbtn" href="/me" aria-label={common('you')}>
          <Icon name="person" />
        </a>
        <LanguageSwitch locale={locale} action={setLanguage} />
      </Mast>
      <main className="adm">
        {back && (
          <a className="adm__back" href={back.href}>
            <Icon name="back" size={16} />
            {back.label}
          </a>
        )}
        <header className="adm__head">
          <h1>{title}</h1>
          {aside && <p className="small muted num">{aside}</p>}
          {tools && <div className="adm__tools">{tools}</div>}
        </header>
        {children}
      </main>
    </>
  )
}
