'use client'

import { useEffect, useState } from 'react'

/** Opens the browser's print dialog; without JavaScript the browser's own menu does. */
export function PrintButton({ children }: { children: string }) {
  const [works, setWorks] = useState(false)
  useEffect(() => setWorks(true), [])
  return works ? (
    <button type="button" className="btn btn--primary" onClick={() => window.print()}>
      {children}
    </button>
  ) : null
}
