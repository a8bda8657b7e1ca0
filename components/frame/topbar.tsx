import type { ReactNode } from 'react'
import { Icon } from '#components/ui/icon.tsx'

/** The bar of a page below another one: back, title, and what can be done. */
export const Topbar = ({
  back,
  backLabel,
  title,
  children,
}: {
  back: string
  backLabel: string
  title: string
  children?: ReactNode
}) => (
  <header className="topbar">
    <a className="iconbtn" href={back} aria-label={backLabel}>
      <Icon name="back" size={24} />
    </a>
    <p className="topbar__title">{title}</p>
    {children ?? <span className="iconbtn" aria-hidden="true" />}
  </header>
)
