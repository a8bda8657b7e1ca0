import type { ReactNode } from 'react'
import { Wordmark } from './wordmark.tsx'

export type MastLink = { href: string; label: string; current?: boolean }

/** The head of the leader's desk and the operator's office. */
export const Mast = ({
  label,
  links,
  admin,
  home,
  children,
}: {
  label: string
  links: MastLink[]
  admin?: boolean
  home: string
  children?: ReactNode
}) => (
  <header className={`mast ${admin ? 'mast--admin' : ''}`}>
    <Wordmark href={home} colour={admin ? '#84D69E' : undefined} />
    <nav aria-label={label}>
      {links.map((link) => (
        <a key={link.href} href={link.href} aria-current={link.current ? 'page' : undefined}>
          {link.label}
        </a>
      ))}
    </nav>
    {children}
  </header>
)
