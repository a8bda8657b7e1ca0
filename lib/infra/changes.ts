import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { directUrl } from './env.ts'
import { log } from './log.ts'

/**
 * What changed, told to every server process (docs/adr/0008). A topic names what a page shows: `group:<id>`,
 * `product:<id>`, `station:<id>`, `leader:<id>`. Database triggers tell what use cases write; the order desk, which must
 * not wait for NOTIFY's database-wide lock, tells after its commit through `tellChanged`.
 */
const CHANNEL = 'changes'
/** The desk at 1,000 orders a second tells five times a second. */
const QUIET_MS = 200
const HEARTBEAT_MS = 10_000
const TIMEOUT_MS = 5_000
const FIRST_RETRY_MS = 250
const LAST_RETRY_MS = 5_000

type Listener = (topic: string | undefined) => void
type Bus = {
  /** Marks this process's own notices, which it has heard before they come back. */
  self: string
  listeners: Set<Listener>
  isListening: boolean
  /** Topics told a moment ago; true when they were told again since. */
  quiet: Map<string, boolean>
  outbox: Set<string>
  isSending: boolean
  sender: pg.Pool | undefined
}

// bin/server.ts loads this module as it is, the pages load a bundled copy: both must mean the same bus.
const kept = globalThis as unknown as { changesBus?: Bus }
kept.changesBus ??= {
  self: randomBytes(6).toString('base64url'),
  listeners: new Set(),
  isListening: false,
  quiet: new Map(),
  outbox: new Set(),
  isSending: false,
  sender: undefined,
}
const bus = kept.changesBus

/**
 * Hears of every change.
 * @param listener gets the topic, or undefined when anything may have changed (after a lost connection, or `all`)
 * @returns stops hearing
 */
export function onChange(listener: Listener): () => void {
  bus.listeners.add(listener)
  return () => bus.listeners.delete(listener)
}

/** Whether changes made elsewhere reach this process just now. Deaf, it should trust nothing for long. */
export const isListening = (): boolean => bus.isListening

/**
 * Tells every process that something changed: after the commit, fire and forget. The first notice of a topic goes at once,
 * those that follow within 200 ms go together as one.
 * @param topic such as `group:<id>`
 */
export function tellChanged(topic: string): void {
  if (bus.quiet.has(topic)) {
    bus.quiet.set(topic, true)
    return
  }
  tellNow(topic)
}

function tellNow(topic: string): void {
  bus.quiet.set(topic, false)
  setTimeout(() => {
    const again = bus.quiet.get(topic)
    bus.quiet.delete(topic)
    if (again) tellNow(topic)
  }, QUIET_MS)
  deliver(topic)
  bus.outbox.add(topic)
  void send()
}

/** Whatever gathers while one statement is under way goes with the next. A notice that is lost heals by time. */
async function send(): Promise<void> {
  if (bus.isSending) return
  bus.isSending = true
  try {
    while (bus.outbox.size > 0) {
      const topics = [...bus.outbox]
      bus.outbox.clear()
      await senderPool().query(`select pg_notify($1, topic || $2) from unnest($3::text[]) as topic`, [
        CHANNEL,
        `#${bus.self}`,
        topics,
      ])
    }
  } catch (error) {
    log.error({ error: error instanceof Error ? error.message : String(error) }, 'a change could not be told')
  } finally {
    bus.isSending = false
  }
}

/** One connection, closed when nothing was told for a while; it keeps no process alive. */
function senderPool(): pg.Pool {
  if (!bus.sender) {
    bus.sender = new pg.Pool({
      connectionString: directUrl,
      max: 1,
      idleTimeoutMillis: 10_000,
      connectionTimeoutMillis: TIMEOUT_MS,
      allowExitOnIdle: true,
      options: `-c statement_timeout=${TIMEOUT_MS}`,
    })
    bus.sender.on('error', () => {
      // an idle connection died: the pool opens another when asked
    })
  }
  return bus.sender
}

function deliver(topic: string | undefined): void {
  for (const listener of bus.listeners) {
    try {
      listener(topic)
    } catch (error) {
      log.error({ error: error instanceof Error ? error.stack : String(error) }, 'a change was not understood')
    }
  }
}

function heard(payload: string | undefined): void {
  const [topic, from] = (payload ?? '').split('#')
  if (from === bus.self) return
  deliver(topic === '' || topic === 'all' ? undefined : topic)
}

/**
 * Listens on a connection of its own until told to stop, and connects again whenever it is lost: then anything may have
 * changed unheard. A connection that died without a word is found by a heartbeat.
 * @returns stops listening
 */
export function listenForChanges(): () => Promise<void> {
  let client: pg.Client | undefined
  let retryMs = FIRST_RETRY_MS
  let timer: NodeJS.Timeout | undefined
  let isEnded = false

  const lost = (one: pg.Client) => {
    if (client !== one) return
    client = undefined
    clearTimeout(timer)
    if (bus.isListening) {
      bus.isListening = false
      deliver(undefined)
    }
    one.end().catch(() => {}) // it is gone either way
    if (isEnded) return
    timer = setTimeout(connect, retryMs).unref()
    retryMs = Math.min(LAST_RETRY_MS, retryMs * 2)
  }

  const beat = (one: pg.Client) => {
    timer = setTimeout(() => {
      one.query('select 1').then(
        () => client === one && beat(one),
        () => lost(one),
      )
    }, HEARTBEAT_MS).unref()
  }

  const connect = async () => {
    const one = new pg.Client({
      connectionString: directUrl,
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      keepAlive: true,
    })
    client = one
    one.on('notification', ({ payload }) => heard(payload))
    one.on('error', () => lost(one))
    one.on('end', () => lost(one))
    try {
      await one.connect()
      await one.query(`listen ${CHANNEL}`)
      if (client !== one) return
      retryMs = FIRST_RETRY_MS
      bus.isListening = true
      deliver(undefined) // what changed while nobody listened is unknown
      beat(one)
    } catch (error) {
      log.error({ error: error instanceof Error ? error.message : String(error) }, 'cannot listen for changes')
      lost(one)
    }
  }

  void connect()
  return async () => {
    isEnded = true
    clearTimeout(timer)
    bus.isListening = false
    const last = client
    client = undefined
    await last?.end().catch(() => {})
  }
}

/** Ends the connection that tells, for a process or a test that is about to end. */
export async function closeChanges(): Promise<void> {
  const { sender } = bus
  bus.sender = undefined
  await sender?.end()
}
