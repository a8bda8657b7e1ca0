import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

type Props = {
  tone?: 'plain' | 'butter' | 'tomato' | 'leaf'
  icon?: IconName
  children: ReactNode
  role?: 'status' | 'alert'
}

/** One thing a person should know, in a tinted box. */
export const Notice = ({ tone = 'plain', icon, children, role }: Props) => (
  <div className={`notice ${tone === 'plain' ? '' : `notice--${tone}`}`} role={role}>
    {icon && <Icon name={icon} />}
    <div className="grow">{children}</div>
  </div>
)
