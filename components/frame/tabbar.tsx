import { Icon, type IconName } from '#components/ui/icon.tsx'

export type Tab = { href: string; label: string; icon: IconName; current?: boolean }

/** The shop's four places, at the thumb. */
export const Tabbar = ({ label, tabs }: { label: string; tabs: Tab[] }) => (
  <nav className="tabbar" aria-label={label}>
    <ul>
      {tabs.map((tab) => (
        <li key={tab.href}>
          <a href={tab.href} aria-current={tab.current ? 'page' : undefined}>
            <Icon name={tab.icon} size={24} />
            {tab.label}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)
