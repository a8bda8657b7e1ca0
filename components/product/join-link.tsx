'use client'

import type { ReactNode } from 'react'
import { afterSaving, isSaving } from './pending.ts'

/** The way to the checkout. A tap that comes before the basket is saved waits for it, or the last item would be lost. */
export const JoinLink = ({ href, checkout, children }: { href: string; checkout: string; children: ReactNode }) => (
  <a
    className="btn btn--primary btn--lg"
    href={href}
    onClick={(event) => {
      if (!isSaving()) return
      event.preventDefault()
      event.currentTarget.setAttribute('aria-busy', 'true')
      afterSaving(() => window.location.assign(checkout))
    }}
  >
    {children}
  </a>
)
