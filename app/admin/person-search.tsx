import type { ReactNode } from 'react'
import { Icon } from '#components/ui/icon.tsx'

type Props = {
  /** As it was asked. */
  search: string
  /** What can be searched for, and the button's word. */
  label: string
  find: string
  /** What else stands beside it. */
  children?: ReactNode
}

/** Finds one person by their whole address: a form that only asks, and works without JavaScript. */
export const PersonSearch = ({ search, label, find, children }: Props) => (
  <form className="filters">
    <div className="filters__search">
      <Icon name="search" size={16} />
      <input
        className="input input--sm"
        type="search"
        name="q"
        defaultValue={search}
        aria-label={label}
        placeholder={label}
      />
    </div>
    <button className="btn btn--quiet btn--sm" type="submit">
      {find}
    </button>
    {children}
  </form>
)
