/**
 * Pages that many ask for, each rendered once for all who wait. A notice makes the pages that show its topic stale: their
 * old copies are served while one new rendering runs, and never later than a second after the change.
 */
export type Rendered<Page> = {
  page: Page
  /** Only what may be kept for others; anything else is for those who wait for it now. */
  isKept: boolean
  bytes: number
  /** What it shows, in the words of lib/infra/changes.ts. */
  topics: string[]
  /** How long from the rendering's beginning until time alone makes it wrong (a cutoff, an opening). */
  rightForMs: number
}

type Options<Page, Request> = {
  render: (request: Request) => Promise<Rendered<Page>>
  /** Milliseconds that only ever grow. */
  clock: () => number
  /** Whether notices arrive at all: unheard, a page is believed for a second. */
  isListening: () => boolean
  mostPages?: number
  mostBytes?: number
}

/** A notice may be lost with the process that had to tell it; a date says "12 minutes ago". */
const FRESH_MS = 20_000
const LAST_MS = 30_000
const DEAF_MS = 1_000
/** How long a copy that is known to be old may still be served. */
const GRACE_MS = 600
const BETWEEN_MS = 400
/** A page that could not be made again (the database is gone) is served a while longer. */
const FAILED_MS = 60_000

type Entry<Page, Request> = {
  request: Request
  made?: Rendered<Page>
  bornAt: number
  staleAt: number
  startedAt: number
  rendering?: Promise<Rendered<Page>>
  /** Topics heard while it was being rendered: it may or may not show them. */
  heard: Map<string | undefined, number>
  timer?: NodeJS.Timeout
  hasFailed: boolean
}

/**
 * @param options how to render, what time it is, and how much may be kept
 * @returns the cache; a request with the same key gets the same page
 */
export function pageCache<Page, Request extends { key: string }>(options: Options<Page, Request>) {
  const { render, clock, isListening, mostPages = 2_000, mostBytes = 256e6 } = options
  type One = Entry<Page, Request>
  const entries = new Map<string, One>()
  const byTopic = new Map<string, Set<One>>()
  const rendering = new Set<One>()
  let bytes = 0

  /** A copy that may be served just now, and whether it should be made again. */
  const usable = (entry: One, now: number): 'fresh' | 'old' | undefined => {
    const { made, bornAt, staleAt } = entry
    if (!made) return undefined
    const age = now - bornAt
    if (age >= made.rightForMs) return undefined
    if (entry.hasFailed && age < FAILED_MS) return 'old'
    if (age >= LAST_MS || now >= staleAt + GRACE_MS || (!isListening() && age >= DEAF_MS)) return undefined
    return staleAt === Number.POSITIVE_INFINITY && age < FRESH_MS ? 'fresh' : 'old'
  }

  const forget = (entry: One) => {
    const { made } = entry
    if (!made) return
    bytes -= made.bytes
    for (const topic of made.topics) {
      const showing = byTopic.get(topic)
      showing?.delete(entry)
      if (showing?.size === 0) byTopic.delete(topic)
    }
    entry.made = undefined
  }

  const remove = (entry: One) => {
    clearTimeout(entry.timer)
    forget(entry)
    if (entries.get(entry.request.key) === entry) entries.delete(entry.request.key)
  }

  const keep = (entry: One, made: Rendered<Page>, startedAt: number) => {
    forget(entry)
    entry.made = made
    entry.bornAt = startedAt
    entry.hasFailed = false
    const missed = [undefined, ...made.topics].flatMap((topic) => entry.heard.get(topic) ?? [])
    entry.staleAt = Math.min(Number.POSITIVE_INFINITY, ...missed)
    bytes += made.bytes
    for (const topic of made.topics) {
      const showing = byTopic.get(topic) ?? new Set()
      byTopic.set(topic, showing.add(entry))
    }
    for (const oldest of entries.values()) {
      if (bytes <= mostBytes) break
      if (oldest !== entry) remove(oldest)
    }
  }

  const start = (entry: One): Promise<Rendered<Page>> => {
    if (entry.rendering) return entry.rendering
    clearTimeout(entry.timer)
    entry.timer = undefined
    entry.heard.clear()
    const startedAt = clock()
    entry.startedAt = startedAt
    rendering.add(entry)
    const run = async () => {
      try {
        const made = await render(entry.request)
        if (entries.get(entry.request.key) !== entry) return made
        if (made.isKept) keep(entry, made, startedAt)
        else remove(entry)
        return made
      } catch (error) {
        if (entry.made) entry.hasFailed = true
        else remove(entry)
        throw error
      } finally {
        entry.rendering = undefined
        rendering.delete(entry)
      }
    }
    entry.rendering = run()
    entry.rendering.catch(() => {}) // told to whoever waits; nobody may
    return entry.rendering
  }

  /** Whether something it shows has changed since its rendering under way began. */
  const hasMissed = ({ rendering, made, heard }: One): boolean =>
    rendering !== undefined && [undefined, ...(made?.topics ?? [])].some((topic) => heard.has(topic))

  /** What is being made may not show the change: whoever comes so late waits for the one after it. */
  const startNext = (entry: One): Promise<Rendered<Page>> => {
    const next = () => start(entry)
    return entry.rendering ? entry.rendering.then(next, next) : next()
  }

  /** Makes an old page again soon, but not more often than anybody could notice. */
  const startSoon = (entry: One, now: number) => {
    if (entry.rendering || entry.timer) return
    const wait = entry.startedAt + (entry.hasFailed ? DEAF_MS : BETWEEN_MS) - now
    if (wait <= 0) void start(entry)
    else entry.timer = setTimeout(() => void start(entry), wait).unref()
  }

  const entryOf = (request: Request): One => {
    const { key } = request
    const known = entries.get(key)
    if (known) {
      entries.delete(key) // to the end: the first is the one not asked for longest
      entries.set(key, known)
      return known
    }
    const entry: One = {
      request,
      bornAt: 0,
      staleAt: Number.POSITIVE_INFINITY,
      startedAt: Number.NEGATIVE_INFINITY,
      heard: new Map(),
      hasFailed: false,
    }
    entries.set(key, entry)
    if (entries.size > mostPages)
      for (const oldest of entries.values()) {
        remove(oldest)
        break
      }
    return entry
  }

  return {
    /** The page at once, or as soon as it is made. Rejects when it cannot be made. */
    get(request: Request): Rendered<Page> | Promise<Rendered<Page>> {
      const entry = entryOf(request)
      const now = clock()
      const state = usable(entry, now)
      if (state === undefined || !entry.made) return hasMissed(entry) ? startNext(entry) : start(entry)
      if (state === 'old') startSoon(entry, now)
      return entry.made
    },
    /** Something changed; undefined: anything may have. */
    tell(topic: string | undefined): void {
      const now = clock()
      for (const entry of rendering) if (!entry.heard.has(topic)) entry.heard.set(topic, now)
      const told = topic === undefined ? entries.values() : (byTopic.get(topic) ?? [])
      // what was missed while nobody listened may be older than the moment that showed it
      const staleAt = topic === undefined ? Number.NEGATIVE_INFINITY : now
      for (const entry of told) entry.staleAt = Math.min(entry.staleAt, staleAt)
    },
    get size() {
      return { pages: entries.size, bytes }
    },
  }
}
