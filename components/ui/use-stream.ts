import { useEffect, useRef } from 'react'

/** Where streams are not to be had, the numbers are asked for this often. */
const POLL_MS = 20_000
const POLLS_BEFORE_NEXT_TRY = 5
const near = (ms: number) => ms * (0.8 + Math.random() * 0.4)

/**
 * Hears what the server tells while the page is looked at: by server-sent events, or by asking now and then where the
 * server has no more streams to give. A hidden page holds no stream.
 * @param address of the stream, with a query; with `&once=1` it answers once. Undefined: nothing to hear
 */
export function useStream<News>(address: string | undefined, hear: (news: News) => void): void {
  const latest = useRef(hear)
  useEffect(() => {
    latest.current = hear
  })
  useEffect(() => {
    if (!address) return
    let source: EventSource | undefined
    let timer: number | undefined
    let polls = 0

    const poll = async () => {
      polls += 1
      if (polls > POLLS_BEFORE_NEXT_TRY) return listen()
      timer = window.setTimeout(poll, near(POLL_MS))
      const answer = await fetch(`${address}&once=1`).catch(() => undefined)
      if (answer?.ok) latest.current(await answer.json())
    }
    const listen = () => {
      polls = 0
      source = new EventSource(address)
      source.onmessage = ({ data }) => latest.current(JSON.parse(data))
      // refused for good; after a lost connection the browser comes back by itself
      source.onerror = () => {
        if (source?.readyState === EventSource.CLOSED) void poll()
      }
    }
    const rest = () => {
      source?.close()
      source = undefined
      window.clearTimeout(timer)
    }
    const look = () => {
      rest()
      if (document.visibilityState === 'visible') listen()
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      rest()
      document.removeEventListener('visibilitychange', look)
    }
  }, [address])
}
