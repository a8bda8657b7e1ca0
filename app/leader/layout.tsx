import type { ReactNode } from 'react'
import '../styles/carrying.css'
import '../styles/leader.css'
import '../styles/leader-group.css'
import '../styles/leader-opening.css'
import '../styles/leader-pages.css'
import '../styles/thermo.css'

/** Brings the leader's own styles, which no shopper has to load. */
export default function LeaderLayout({ children }: { children: ReactNode }) {
  return children
}
