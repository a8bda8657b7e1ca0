import { getTranslations } from 'next-intl/server'
import { Tabbar } from '#components/frame/tabbar.tsx'
import { currentRoles } from '#lib/web/session.ts'

/** The shop's tab bar; the third place is whatever work this person has here. */
export async function ShopTabs({ current }: { current: 'shop' | 'orders' | 'you' }) {
  const t = await getTranslations('common.nav')
  const roles = await currentRoles()
  const work = roles.leader
    ? ({ href: '/leader', label: t('leader'), icon: 'megaphone' } as const)
    : roles.keeper
      ? ({ href: '/station', label: t('station'), icon: 'box' } as const)
      : roles.duties.length
        ? ({ href: '/admin', label: t('admin'), icon: 'clipboard' } as const)
        : ({ href: '/leader/apply', label: t('lead'), icon: 'megaphone' } as const)
  return (
    <Tabbar
      label={t('label')}
      tabs={[
        { href: '/', label: t('shop'), icon: 'shop', current: current === 'shop' },
        { href: '/orders', label: t('orders'), icon: 'receipt', current: current === 'orders' },
        work,
        { href: '/me', label: t('you'), icon: 'person', current: current === 'you' },
      ]}
    />
  )
}
