'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef } from 'react'
import { useStream } from './use-stream.ts'

type Props = {
  /** Without news the page is fetched again this often all the same. */
  seconds: number
  /** A stream of news about what the page shows: they fetch it at once, though not all the time. */
  news?: string
}

const BETWEEN_MS = 2_000

/** Fetches the page's data again while it is looked at: when there are news, and every so often. */
export function Live({ seconds, news }: Props) {
  const router = useRouter()
  const last = useRef(0)
  const timer = useRef<number>(undefined)
  const refresh = useCallback(() => {
    last.current = performance.now()
    timer.current = undefined
    if (document.visibilityState === 'visible' && navigator.onLine) router.refresh()
  }, [router])

  const isFirst = useRef(true)
  useStream<unknown>(news, () => {
    const known = isFirst.current // what the page shows already
    isFirst.current = false
    if (known || timer.current !== undefined) return
    timer.current = window.setTimeout(refresh, Math.max(0, last.current + BETWEEN_MS - performance.now()))
  })

  useEffect(() => {
    const often = setInterval(refresh, seconds * 1_000)
    return () => {
      clearInterval(often)
      window.clearTimeout(timer.current)
    }
  }, [refresh, seconds])
  return null
}
