import type { ReactNode } from 'react'

/** A table that scrolls sideways by itself where the screen is narrow, so that the page never does. */
export const TableRegion = ({ label, children }: { label: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
  <section className="panel tables" aria-label={label} tabIndex={0}>
    {children}
  </section>
)
