/**
 * Who looks at which group order, and its numbers. A notice about a group that somebody looks at costs one question to
 * the database, whoever asks and however many: all get the same bytes.
 */
export type Numbers = { at: number } & Record<string, unknown>
export type Loaded = { numbers: Numbers; topics: string[] }
export type Viewer = {
  /** Sends bytes; false when the other end does not read them. */
  send(bytes: Buffer): boolean
  drop(): void
}

type Options = {
  /** Undefined: no such group. */
  load: (groupOrderId: string) => Promise<Loaded | undefined>
  /** Milliseconds that only ever grow. */
  clock: () => number
  isListening: () => boolean
  onError: (error: Error) => void
}

type Room = {
  id: string
  viewers: Set<Viewer>
  /** What was loaded last: for newcomers, and without its time, to see whether anything moved. */
  last?: { numbers: Numbers; json: string; still: string; loadedAt: number }
  topics: Set<string>
  startedAt: number
  isStale: boolean
  loading?: Promise<Room['last']>
  timer?: NodeJS.Timeout
}

const BETWEEN_MS = 350
const RETRY_MS = 1_500
/** What somebody asks for now and then may be this old; where notices do not arrive, one second. */
const FRESH_MS = 20_000
const DEAF_MS = 1_000
const MOST_ROOMS = 5_000

export function liveHub({ load, clock, isListening, onError }: Options) {
  const rooms = new Map<string, Room>()

  const eventOf = (json: string) => Buffer.from(`data: ${json}\n\n`)

  const fetchNow = (room: Room): Promise<Room['last']> => {
    if (room.loading) return room.loading
    clearTimeout(room.timer)
    room.timer = undefined
    room.startedAt = clock()
    room.isStale = false
    let hasFailed = false
    const run = async () => {
      try {
        const loaded = await load(room.id)
        if (!loaded) return leaveAll(room)
        const before = room.last?.still
        const { at: _, ...still } = loaded.numbers
        room.topics = new Set(loaded.topics)
        room.last = {
          numbers: loaded.numbers,
          json: JSON.stringify(loaded.numbers),
          still: JSON.stringify(still),
          loadedAt: clock(),
        }
        if (room.last.still !== before) broadcast(room, eventOf(room.last.json))
        return room.last
      } catch (error) {
        hasFailed = true
        room.isStale = true
        throw error
      } finally {
        room.loading = undefined
        // what was told meanwhile is not in what was loaded
        if (room.isStale && room.viewers.size > 0) fetchSoon(room, hasFailed ? RETRY_MS : BETWEEN_MS)
      }
    }
    room.loading = run()
    room.loading.catch(onError)
    return room.loading
  }

  const fetchSoon = (room: Room, betweenMs = BETWEEN_MS) => {
    room.isStale = true
    if (room.loading || room.timer) return
    const wait = Math.max(0, room.startedAt + betweenMs - clock())
    room.timer = setTimeout(() => {
      room.timer = undefined
      void fetchNow(room).catch(() => {})
    }, wait).unref()
  }

  const broadcast = (room: Room, bytes: Buffer) => {
    for (const viewer of room.viewers) if (!viewer.send(bytes)) viewer.drop()
  }

  const leaveAll = (room: Room): undefined => {
    rooms.delete(room.id)
    for (const viewer of room.viewers) viewer.drop()
    return undefined
  }

  const roomOf = (id: string): Room => {
    const known = rooms.get(id)
    if (known) return known
    const room: Room = {
      id,
      viewers: new Set(),
      topics: new Set(),
      startedAt: Number.NEGATIVE_INFINITY,
      isStale: true,
    }
    rooms.set(id, room)
    if (rooms.size > MOST_ROOMS) for (const one of rooms.values()) if (one.viewers.size === 0) rooms.delete(one.id)
    return room
  }

  /** The numbers as they are; loaded only where what is known may be wrong. */
  const current = async (room: Room): Promise<Room['last']> => {
    const { last } = room
    const age = last ? clock() - last.loadedAt : Number.POSITIVE_INFINITY
    const believedMs = isListening() ? FRESH_MS : DEAF_MS
    if (last && !room.isStale && age < believedMs) return last
    // old, but a newer one is on its way to whoever stays
    if (last && room.viewers.size > 0 && age < believedMs) {
      fetchSoon(room)
      return last
    }
    return fetchNow(room)
  }

  /** As JSON with the database's time at this moment. */
  const textAt = ({ json, numbers, loadedAt }: NonNullable<Room['last']>): string =>
    json.replace(`"at":${numbers.at}`, `"at":${Math.round(numbers.at + clock() - loadedAt)}`)

  return {
    /** The numbers once, as JSON; undefined: no such group. */
    async once(id: string): Promise<string | undefined> {
      const room = roomOf(id)
      const last = await current(room)
      if (!last && room.viewers.size === 0) rooms.delete(id)
      return last && textAt(last)
    },
    /** Sends the numbers now and whenever they change, until `leave`. @returns leave, or undefined: no such group */
    async join(id: string, viewer: Viewer): Promise<(() => void) | undefined> {
      const room = roomOf(id)
      const last = await current(room)
      if (!last) return undefined
      const joined = roomOf(id) // it may have been swept meanwhile
      joined.last ??= last
      joined.viewers.add(viewer)
      viewer.send(eventOf(textAt(joined.last)))
      return () => joined.viewers.delete(viewer)
    },
    /** Something changed; undefined: anything may have. */
    tell(topic: string | undefined): void {
      for (const room of rooms.values()) {
        if (topic !== undefined && room.last && !room.topics.has(topic)) continue
        if (room.viewers.size > 0) fetchSoon(room)
        else if (room.loading) room.isStale = true
        else rooms.delete(room.id)
      }
    },
    /** Now and then: looks again at what no notice has told, and forgets groups that nobody looks at. */
    sweep(): void {
      for (const room of rooms.values()) {
        if (room.viewers.size === 0 && !room.loading) rooms.delete(room.id)
        else if (room.last && clock() - room.last.loadedAt > (isListening() ? FRESH_MS : DEAF_MS)) fetchSoon(room)
      }
    },
  }
}
