import { AsyncLocalStorage } from 'node:async_hooks'
import cluster from 'node:cluster'
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import { availableParallelism } from 'node:os'
import next from 'next'
import { closeChanges, listenForChanges } from '#lib/infra/changes.ts'
import { log } from '#lib/infra/log.ts'
import { keptPagesServed } from '#lib/infra/metrics.ts'
import {
  cleanRequest,
  isFromUs,
  isReadable,
  isTooLarge,
  pathOf,
  policyForNext,
  requestIdOf,
  type Surroundings,
  secure,
  securityHeaders,
} from './lib/headers.ts'
import { liveStreams } from './lib/live.ts'
import { openMetrics, routeOf, sumMetrics, timeRequest } from './lib/metrics.ts'
import { answerOldForm, leadOldForms } from './lib/old-form.ts'
import { openOwnDoor } from './lib/own-door.ts'
import { keptPages } from './lib/pages.ts'

/**
 * The web server: Next behind one door that decides what comes in, in as many processes as PROCESSES says.
 * Started by bin/start.mjs, which sets every variable read here.
 */
const DRAIN_MS = 10_000
/** The nonce of answers that hold no page: nobody can know it, so it allows nothing. */
const NO_SCRIPT = randomBytes(18).toString('base64')
const port = Number(process.env.PORT ?? 3000)
const surroundings: Surroundings = {
  isDev: process.env.NODE_ENV !== 'production',
  trustedHops: Number(process.env.TRUST_PROXY || 0),
  publicUrl: process.env.PUBLIC_URL ? new URL(process.env.PUBLIC_URL) : undefined,
}
const processes = Number(process.env.PROCESSES || (surroundings.isDev ? 1 : Math.min(2, availableParallelism())))

// Each process takes its connections itself. Dealt out by the primary, those on their way to a process that is killed
// would hang until their clients give up.
cluster.schedulingPolicy = cluster.SCHED_NONE

if (processes > 1 && cluster.isPrimary) supervise()
else await serve()

/** Keeps the processes running; they share one listening socket. */
function supervise() {
  sumMetrics()
  let isEnding = false
  for (let index = 0; index < processes; index += 1) cluster.fork()
  cluster.on('exit', () => {
    if (!isEnding) setTimeout(() => isEnding || cluster.fork(), 1000)
    else if (Object.keys(cluster.workers ?? {}).length === 0) process.exit(0)
  })
  onEnd(() => {
    isEnding = true
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGTERM')
    if (Object.keys(cluster.workers ?? {}).length === 0) process.exit(0)
  })
}

async function serve() {
  const server = createServer()
  // The host name stays 'localhost': Next compares its own addresses with it. HOST is where we listen.
  const app = next({ dev: surroundings.isDev, hostname: 'localhost', port, httpServer: server })
  await app.prepare()
  const handle = app.getRequestHandler()
  const currentResponse = new AsyncLocalStorage<ServerResponse>()
  Object.assign(globalThis, { currentResponse }) // lib/web/status.ts sets a page's status through it
  const head = securityHeaders(surroundings)
  const render: Render = (req, res, requestId) =>
    currentResponse.run(res, () => {
      handle(req, res).catch((error: Error) => {
        log.error({ requestId, error: error.name }, 'no answer could be made')
        res.destroy()
      })
    })

  const stopListening = listenForChanges()
  const door = await openOwnDoor((req, res) => {
    watch(req, res, 'own')
    render(req, res, 'own')
  })
  const pages = surroundings.isDev ? undefined : keptPages(door, surroundings)
  const live = liveStreams({
    door,
    head: head(NO_SCRIPT),
    mostStreams: Number(process.env.LIVE_MAX_CONNECTIONS || 5_000),
    mostPerAddress: Number(process.env.LIVE_MAX_PER_ADDRESS || 200),
    onError: ({ message }) => log.error({ error: message }, 'live numbers'),
  })

  Object.assign(globalThis, { metricsOfAll: openMetrics(), openStreams: () => live.size })
  const answer = answering(head, render)

  server.on('request', (req, res) => {
    // the crowd's way: nothing costly may stand before it
    if (
      pages?.serve(
        req,
        res,
        () => {
          keptPagesServed.inc()
          return requestIdOf(req)
        },
        () => answer(req, res, cleanRequest(req, surroundings)),
      )
    )
      return
    const requestId = cleanRequest(req, surroundings)
    if (live.serve(req, res, String(req.headers['x-client-ip'] ?? ''))) return
    answer(req, res, requestId)
  })
  if (surroundings.isDev) server.on('upgrade', app.getUpgradeHandler())
  await listen(server).catch((error: Error) => {
    log.error({ error: error.message }, 'cannot listen')
    process.exit(1) // what is open already would keep a server alive that nobody can reach
  })
  onEnd(() =>
    drain(server, live.end, async () => {
      pages?.stop()
      door.close()
      await app.close()
      await Promise.all([stopListening(), closeChanges()])
    }),
  )
}

type Render = (req: IncomingMessage, res: ServerResponse, requestId: string) => void

/** Everything that a kept page does not answer: what may come in goes to Next, with headers and a nonce of its own. */
function answering(head: (nonce: string) => string[], render: Render): Render {
  return (req, res, requestId) => {
    const nonce = randomBytes(16).toString('base64')
    secure(res, head(nonce))
    res.setHeader('x-request-id', requestId)
    timeRequest(req, res)
    if (!isReadable(req)) return refuse(req, res, 400, 'This address cannot be read.', 'NOT_FOUND')
    if (!isFromUs(req, surroundings))
      return refuse(req, res, 403, 'This request does not come from this site.', 'FORBIDDEN')
    if (isTooLarge(req)) return refuse(req, res, 413, 'This is more than can be sent at once.', 'TOO_LARGE')
    req.headers['content-security-policy'] = policyForNext(nonce)
    if (answerOldForm(req, res)) return
    watch(req, res, requestId)
    leadOldForms(req, res)
    render(req, res, requestId)
  }
}

/**
 * Hears a small body out first, or the client that is still sending it sees a broken connection instead of the answer.
 * @param code what a program is told, as RFC 9457
 */
function refuse(req: IncomingMessage, res: ServerResponse, status: number, why: string, code: string) {
  const isProgram = req.url?.startsWith('/api/v1')
  const answer = () => {
    res.writeHead(status, {
      'content-type': isProgram ? 'application/problem+json' : 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'close',
    })
    const problem = { type: 'about:blank', title: STATUS_CODES[status], status, code, detail: why }
    res.end(isProgram ? JSON.stringify(problem) : `${why}\n`)
  }
  if (req.method === 'GET' || req.method === 'HEAD' || isTooLarge(req)) return answer()
  req.resume()
  req.once('end', answer)
}

/** Keeps pages out of every shared cache, and logs what went wrong. */
function watch(req: IncomingMessage, res: ServerResponse, requestId: string) {
  const writeHead = res.writeHead.bind(res) as (...args: unknown[]) => ServerResponse
  res.writeHead = ((...args: unknown[]) => {
    const type = String(res.getHeader('content-type') ?? '')
    if (type.startsWith('text/html')) res.setHeader('cache-control', 'private, no-store')
    return writeHead(...args)
  }) as typeof res.writeHead
  const started = performance.now()
  res.once('close', () => {
    // no addresses as they were, bodies, cookies or people: a log is read by more people than the data it is about
    const facts = { requestId, method: req.method, route: routeOf(pathOf(req)), status: res.statusCode }
    if (res.statusCode >= 500) log.error(facts, 'failed')
    else if (log.isLevelEnabled('debug'))
      log.debug({ ...facts, ms: Math.round(performance.now() - started) }, 'answered')
  })
}

function listen(server: Server) {
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host: process.env.HOST ?? '127.0.0.1' }, resolve)
  })
}

/** Takes no more requests, lets those under way finish, then closes what is open and ends. */
async function drain(server: Server, endStreams: () => void, close: () => Promise<void>) {
  const closed = new Promise((resolve) => server.close(resolve))
  endStreams()
  const patience = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  await closed
  clearTimeout(patience)
  await close()
  // lib/db/client.ts, inside Next's bundle, leaves the process's one pool here
  const { pool } = globalThis as { pool?: { ended: boolean; end(): Promise<void> } }
  if (pool && !pool.ended) await pool.end()
  process.exit(0)
}

/** Once: on a signal, or when bin/start.mjs has died and its channel with it. */
function onEnd(end: () => void | Promise<void>) {
  let isEnding = false
  const once = () => {
    if (isEnding) return
    isEnding = true
    void end()
  }
  process.on('SIGTERM', once)
  process.on('SIGINT', once)
  process.on('disconnect', once)
}
