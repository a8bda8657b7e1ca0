import type { ReactNode } from 'react'
import './layout.css'
import '../styles/margins.css'
import '../styles/thermo.css'

/** Brings the styles of these pages, which no shopper has to load. */
export default function AdminLayout({ children }: { children: ReactNode }) {
  return children
}
