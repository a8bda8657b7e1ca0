import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { setLanguage } from '#app/actions.ts'
import { LanguageSwitch } from '#components/frame/language-switch.tsx'
import { Mast } from '#components/frame/mast.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { currentLocale } from '#lib/web/format.ts'

/** `isGuest`: who does not lead yet finds no desk behind its link. */
type Props = { children: ReactNode; current?: 'groups' | 'carrying' | 'earnings'; canOpen?: boolean; isGuest?: boolean }

/** The head of every page of the leader's desk. */
export async function LeaderFrame({ children, current, isGuest, canOpen = !isGuest }: Props) {
  const t = await getTranslations('leader.nav')
  const links = [
    ...(isGuest
      ? []
      : [
          { href: '/leader', label: t('groups'), current: current === 'groups' },
          { href: '/leader/carried', label: t('carrying'), current: current === 'carrying' },
          { href: '/leader/earnings', label: t('earnings'), current: current === 'earnings' },
        ]),
    { href: '/', label: t('shop') },
  ]
  return (
    <>
      <Mast label={t('label')} links={links} home={isGuest ? '/' : '/leader'}>
        <LanguageSwitch locale={await currentLocale()} action={setLanguage} />
        {canOpen && (
          <a className="btn btn--quiet" href="/leader/group-orders/new">
            <Icon name="plus" size={18} />
            <span className="max-sm:sr-only">{t('open')}</span>
          </a>
        )}
      </Mast>
      {children}
    </>
  )
}
