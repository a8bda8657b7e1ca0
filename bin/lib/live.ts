import type { IncomingMessage, ServerResponse } from 'node:http'
import { isListening, onChange } from '#lib/infra/changes.ts'
import { type Loaded, liveHub, type Viewer } from './live-hub.ts'
import type { OwnDoor } from './own-door.ts'

type Options = {
  door: OwnDoor
  /** The security headers of every answer: name, value, name, value … */
  head: string[]
  mostStreams: number
  mostPerAddress: number
  onError: (error: Error) => void
}

const ADDRESS = /^\/api\/live\?group=([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(&once=1)?$/
const HEARTBEAT_MS = 20_000
const HEARTBEAT = Buffer.from(':\n\n')
const SWEEP_MS = 5_000
/** Answers that nobody has read: more than some minutes' worth, and the reader is gone. */
const MOST_UNREAD = 64 * 1024
/** Browsers come back after this long, each after its own. */
const RETRY_FROM_MS = 2_000
const RETRY_WITHIN_MS = 4_000
const LOOPBACK = /^(?:127\.|::1$)/

/**
 * `GET /api/live?group=<id>`: the numbers of a group page as server-sent events; with `&once=1` once, as JSON. Published
 * groups only, nothing personal, no database work for a viewer.
 */
export function liveStreams({ door, head, mostStreams, mostPerAddress, onError }: Options) {
  const hub = liveHub({
    load: async (id) => {
      const { status, body } = await door.ask(`/api/live?group=${id}`)
      if (status === 404) return undefined
      if (status !== 200) throw new Error(`the numbers of a group could not be loaded: ${status}`)
      return JSON.parse(body.toString()) as Loaded
    },
    clock: () => performance.now(),
    isListening,
    onError,
  })
  const streams = new Set<ServerResponse>()
  const perAddress = new Map<string, number>()
  let isEnding = false
  const stopHearing = onChange((topic) => hub.tell(topic))
  const timers = [
    setInterval(() => hub.sweep(), SWEEP_MS).unref(),
    setInterval(() => {
      for (const res of streams) {
        if (res.writableLength > MOST_UNREAD) res.destroy()
        else if (res.headersSent) res.write(HEARTBEAT)
      }
    }, HEARTBEAT_MS).unref(),
  ]

  const answer = (req: IncomingMessage, res: ServerResponse, status: number, body: string, more: string[] = []) => {
    if (res.destroyed) return
    const type = ['content-type', 'application/json', 'cache-control', 'no-store', 'content-length']
    res.writeHead(status, [...type, String(Buffer.byteLength(body)), ...more, ...head])
    res.end(req.method === 'HEAD' ? undefined : body)
  }

  const open = async (req: IncomingMessage, res: ServerResponse, id: string, address: string) => {
    const here = perAddress.get(address) ?? 0
    if (isEnding || streams.size >= mostStreams || (here >= mostPerAddress && !LOOPBACK.test(address)))
      return answer(req, res, 503, '{"status":"too many streams"}', ['retry-after', '20'])
    streams.add(res)
    perAddress.set(address, here + 1)
    let leave: (() => void) | undefined
    res.once('close', () => {
      leave?.()
      streams.delete(res)
      const left = (perAddress.get(address) ?? 1) - 1
      if (left > 0) perAddress.set(address, left)
      else perAddress.delete(address)
    })
    const viewer: Viewer = {
      send: (bytes) => {
        if (res.destroyed || res.writableLength > MOST_UNREAD) return false
        if (!res.headersSent) start(res)
        res.write(bytes)
        return true
      },
      drop: () => res.destroy(),
    }
    leave = await hub.join(id, viewer)
    if (!leave) answer(req, res, 404, '{"status":"unknown group"}')
    else if (res.destroyed) leave()
  }

  const start = (res: ServerResponse) => {
    res.writeHead(200, [
      ...['content-type', 'text/event-stream; charset=utf-8', 'cache-control', 'no-store, no-transform'],
      ...['x-accel-buffering', 'no'], // nginx would hold events back
      ...head,
    ])
    const retryMs = RETRY_FROM_MS + Math.floor(Math.random() * RETRY_WITHIN_MS)
    res.write(`retry: ${retryMs}\n\n`)
  }

  return {
    /** @returns false when this request is not for here */
    serve(req: IncomingMessage, res: ServerResponse, address: string): boolean {
      const { url = '', method } = req
      if (!url.startsWith('/api/live')) return false
      const [, id, isOnce] = ADDRESS.exec(url) ?? []
      if (!id || (method !== 'GET' && method !== 'HEAD')) return false
      const done =
        isOnce || method === 'HEAD'
          ? hub.once(id).then((json) => {
              if (json) answer(req, res, 200, json)
              else answer(req, res, 404, '{"status":"unknown group"}')
            })
          : open(req, res, id, address)
      done.catch(() => answer(req, res, 503, '{"status":"unavailable"}', ['retry-after', '5']))
      return true
    },
    /** Ends every stream; the browsers come back by themselves, each after its own while. */
    end(): void {
      isEnding = true
      stopHearing()
      for (const timer of timers) clearInterval(timer)
      for (const res of streams) res.end()
    },
    get size() {
      return streams.size
    },
  }
}
