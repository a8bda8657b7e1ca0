import { get } from 'node:http'
import { serve } from '../child.ts'

export type WatchInput = { url: string; count: number }
export type WatchResult = { connected: number; failed: number; ms: number }
export type SeenResult = {
  /** Events that all streams together received, and streams that broke. */
  events: number
  broken: number
  open: number
  /** By number of orders: when the last of the open streams had heard of so many, ms since 1970. */
  lastHeardAt: [orders: number, at: number][]
}

const AT_ONCE = 100
const now = () => performance.timeOrigin + performance.now()

let open = 0
let broken = 0
let events = 0
/** By number of orders: how many streams have heard of so many, and when the last of them did. */
let heard = new Map<number, { streams: number; lastAt: number }>()

/** Opens so many event streams and waits until each has its first event. */
async function watch({ url, count }: WatchInput): Promise<WatchResult> {
  const start = performance.now()
  let failed = 0
  for (let opened = 0; opened < count; opened += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - opened) }, () => stream(url))
    for (const isOpen of await Promise.all(some)) if (!isOpen) failed += 1
  }
  return { connected: open, failed, ms: performance.now() - start }
}

/** @returns whether it opened and told the numbers as they are */
function stream(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    let known: number | undefined
    let rest = ''
    const request = get(url, { agent: false }, (res) => {
      if (res.statusCode !== 200) {
        res.resume()
        return resolve(false)
      }
      open += 1
      res.setEncoding('utf8')
      res.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n\n')
        rest = lines.pop() ?? ''
        for (const line of lines) {
          const orders = /^data: .*"orders":(\d+)/s.exec(line)?.[1]
          if (orders === undefined) continue
          known = hear(known, Number(orders))
          resolve(true)
        }
      })
      res.once('close', () => {
        open -= 1
        broken += 1
        resolve(false)
      })
    })
    request.on('error', () => resolve(false))
  })
}

/** A stream that knew of `before` orders now knows of `orders`: it has heard of all in between. */
function hear(before: number | undefined, orders: number): number {
  events += 1
  const at = now()
  for (let count = (before ?? orders - 1) + 1; count <= orders; count += 1) {
    const known = heard.get(count) ?? { streams: 0, lastAt: 0 }
    heard.set(count, { streams: known.streams + 1, lastAt: at })
  }
  return Math.max(orders, before ?? 0)
}

/** What was heard since the last time this was asked; an order number counts once all open streams know it. */
async function seen(): Promise<SeenResult> {
  const complete = [...heard].filter(([, { streams }]) => streams >= open)
  const result: SeenResult = {
    events,
    broken,
    open,
    lastHeardAt: complete.map(([orders, { lastAt }]) => [orders, lastAt]),
  }
  heard = new Map()
  events = 0
  return result
}

serve({ watch, seen })
