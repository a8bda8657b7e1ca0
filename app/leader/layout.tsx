import type { ReactNode } from 'react'
import '../styles/leader.css'

/** Brings the leader's own styles, which no shopper has to load. */
export default function LeaderLayout({ children }: { children: ReactNode }) {
  return children
}
