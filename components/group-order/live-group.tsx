'use client'

import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { useStream } from '#components/ui/use-stream.ts'
import { type GroupFacts, type LiveNumbers, type Own, withNumbers } from './facts.ts'
import { timeSent, useBasket } from './use-basket.ts'

type Value = Omit<ReturnType<typeof useBasket>, 'own'> & {
  facts: GroupFacts
  own: Own
  /** The server's time now, ms since 1970; whatever the phone believes cancels out. */
  serverNow: () => number
  /** Fetches the page's content again within so many milliseconds, a crowd spread over them. */
  refreshWithin: (ms: number) => void
}

const Context = createContext<Value | undefined>(undefined)

/** The group page around: its numbers as they move, and what is this browser's own. */
export function useGroup(): Value {
  const value = useContext(Context)
  if (!value) throw new Error('not on a group page')
  return value
}

const CONTENT_MS = 3_000
/** Who joined last is no number: it is fetched when some have. */
const JOINED_FROM_MS = 10_000
const JOINED_WITHIN_MS = 15_000

type Props = {
  facts: GroupFacts
  /** Undefined on a page that is the same for everybody: fetched then, where there may be something. */
  own: Own | undefined
  isLive: boolean
  children: ReactNode
}

/**
 * Keeps a group page right while it is looked at. Numbers come by themselves and are applied at once; when anything else
 * has changed, the page's content is fetched again, from the same cache as the page.
 */
export function LiveGroup({ facts: rendered, own: given, isLive, children }: Props) {
  const [numbers, setNumbers] = useState<LiveNumbers>()
  const basket = useBasket(rendered, given)
  const refreshWithin = useRefresh()
  const ahead = useRef<number>(undefined)

  /** Whatever took longest to arrive tells the least: the latest estimate is the best. */
  const learnTime = useCallback((serverMs: number, localMs: number) => {
    ahead.current = Math.max(ahead.current ?? Number.NEGATIVE_INFINITY, serverMs - localMs)
  }, [])

  useStream<LiveNumbers>(isLive ? `/api/live?group=${rendered.groupOrderId}` : undefined, (heard) => {
    learnTime(heard.at, performance.now())
    setNumbers(heard)
  })

  useEffect(() => {
    if (!numbers || numbers.at <= rendered.at) return
    if (numbers.version !== rendered.version || numbers.state !== rendered.state) refreshWithin(CONTENT_MS)
    else if (numbers.orders !== rendered.orders) refreshWithin(JOINED_WITHIN_MS, JOINED_FROM_MS)
  }, [numbers, rendered, refreshWithin])

  const { at } = rendered
  const serverNow = useCallback(() => {
    if (ahead.current === undefined) {
      const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
      const sent = timeSent()
      learnTime(sent ?? at, sent && page ? page.responseStart : performance.now())
    }
    return performance.now() + (ahead.current ?? 0)
  }, [at, learnTime])

  const { own, taps, lost, change } = basket
  const value = useMemo(
    () => ({ facts: withNumbers(rendered, numbers), own, taps, lost, change, serverNow, refreshWithin }),
    [rendered, numbers, own, taps, lost, change, serverNow, refreshWithin],
  )
  return <Context value={value}>{children}</Context>
}

/** One refresh at a time, the earliest that anybody wants; only while the page is looked at and online. */
function useRefresh() {
  const router = useRouter()
  const planned = useRef<{ timer: number; due: number }>(undefined)
  useEffect(() => () => window.clearTimeout(planned.current?.timer), [])
  return useCallback(
    (withinMs: number, fromMs = 0) => {
      const wait = fromMs + Math.random() * withinMs
      const due = performance.now() + wait
      if (planned.current && planned.current.due <= due) return
      window.clearTimeout(planned.current?.timer)
      const timer = window.setTimeout(() => {
        planned.current = undefined
        if (document.visibilityState === 'visible' && navigator.onLine) router.refresh()
      }, wait)
      planned.current = { timer, due }
    },
    [router],
  )
}
