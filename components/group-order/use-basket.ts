import { useCallback, useEffect, useRef, useState } from 'react'
import { whileSaving } from '#components/product/pending.ts'
import { NOTHING_OWN, type Own } from './facts.ts'

type Page = { slug: string; groupOrderId: string }
type Counts = Record<string, number>

/** bin/lib/page-template.ts writes it into a page that is the same for everybody. */
const metaOf = (name: 'content' | 'data-own') =>
  document.querySelector('meta[name=server-time]')?.getAttribute(name) ?? undefined

/** The server's time when it sent this page, ms since 1970; undefined where the page was made for this browser alone. */
export const timeSent = (): number | undefined => Number(metaOf('content')) || undefined

/**
 * The basket and whatever else is this browser's own. A page that is the same for everybody comes without it and fetches
 * it once; a tap that comes earlier waits for it, so that it adds to the basket instead of replacing it. Taps are saved
 * one after the other, since the basket travels in a cookie.
 * @param given what the page brought with it; undefined where it is the same for everybody
 */
export function useBasket({ slug, groupOrderId }: Page, given: Own | undefined) {
  const [own, setOwn] = useState(given ?? NOTHING_OWN)
  /** What was tapped and is not in the basket yet. */
  const [taps, setTaps] = useState<Counts>({})
  const [lost, setLost] = useState<string>()
  const known = useRef(own)
  const open = useRef<Counts>({})
  const isSaving = useRef(false)
  const fetched = useRef<Promise<void> | undefined>(given ? Promise.resolve() : undefined)

  const learn = useCallback((next: Own) => {
    known.current = next
    setOwn(next)
  }, [])

  const load = useCallback((): Promise<void> => {
    const get = async () => {
      const answer = await fetch(`/g/${slug}/mine?group=${groupOrderId}`)
      if (!answer.ok) throw new Error(String(answer.status))
      learn((await answer.json()) as Own)
    }
    const loading = get()
    fetched.current = loading
    loading.catch(() => {
      fetched.current = undefined // the next tap asks again
    })
    return loading
  }, [slug, groupOrderId, learn])

  useEffect(() => {
    // from now on a page that others get too is enough for this browser
    const secure = window.location.protocol === 'https:' ? '; secure' : ''
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that shoppers have
    document.cookie = `js=1; path=/; max-age=31536000; samesite=lax${secure}`
    if (!fetched.current && metaOf('data-own') === '1') load().catch(() => {})
    fetched.current ??= Promise.resolve()
    const back = (event: PageTransitionEvent) => {
      if (event.persisted) load().catch(() => {})
    }
    window.addEventListener('pageshow', back)
    return () => window.removeEventListener('pageshow', back)
  }, [load])

  const send = useCallback(
    async (offerId: string, quantity: number) => {
      const body = new URLSearchParams({ groupOrderId, offerId, quantity: String(quantity) })
      const answer = await fetch(`/g/${slug}/basket`, {
        method: 'POST',
        body,
        headers: { accept: 'application/json' },
        keepalive: true, // a page that is left does not lose the last tap
      })
      if (!answer.ok) throw new Error(String(answer.status))
      learn({ ...known.current, basket: (await answer.json()) as Counts })
    },
    [slug, groupOrderId, learn],
  )

  const saveAll = useCallback(async () => {
    await (fetched.current ?? load())
    for (let [next] = Object.entries(open.current); next; [next] = Object.entries(open.current)) {
      const [offerId, change] = next
      try {
        await send(offerId, Math.max(0, (known.current.basket[offerId] ?? 0) + change))
      } finally {
        const rest = (open.current[offerId] ?? 0) - change
        if (rest === 0) delete open.current[offerId]
        else open.current[offerId] = rest
        setTaps({ ...open.current })
      }
    }
  }, [load, send])

  /** Adds to the basket, or takes from it. */
  const change = useCallback(
    (offerId: string, by: number) => {
      open.current[offerId] = (open.current[offerId] ?? 0) + by
      setTaps({ ...open.current })
      if (isSaving.current) return
      isSaving.current = true
      whileSaving(saveAll)
        .then(
          () => setLost(undefined),
          () => {
            open.current = {}
            setTaps({})
            setLost(offerId)
          },
        )
        .finally(() => {
          isSaving.current = false
        })
    },
    [saveAll],
  )

  return { own, taps, lost, change }
}
