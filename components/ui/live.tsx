'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Fetches the page's data again every so often while it is looked at. */
export function Live({ seconds }: { seconds: number }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(
      () => document.visibilityState === 'visible' && navigator.onLine && router.refresh(),
      seconds * 1_000,
    )
    return () => clearInterval(timer)
  }, [router, seconds])
  return null
}
