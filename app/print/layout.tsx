import type { ReactNode } from 'react'
import './layout.css'

/** Brings the styles of these pages, which no shopper has to load. */
export default function PrintLayout({ children }: { children: ReactNode }) {
  return children
}
