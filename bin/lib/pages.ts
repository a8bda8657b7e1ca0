import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isListening, onChange } from '#lib/infra/changes.ts'
import { giveBack } from './buffers.ts'
import { policyForNext, type Surroundings, securityHeaders } from './headers.ts'
import type { OwnDoor } from './own-door.ts'
import { pageCache, type Rendered } from './page-cache.ts'
import { type PageRequest, pageRequestOf } from './page-key.ts'
import { fill, NONCE_LENGTH, type PageTemplate, templateOf } from './page-template.ts'

/** What lib/web/shared-page.ts says of a page that was rendered for everybody. */
type Said = { topics: string[]; now: number; rightForMs: number }
type Page = { status: number; template: PageTemplate; head: [name: string, value: string][]; clockOffsetMs: number }

/** Unguessable, or a text that somebody stored could carry it into a page; as long as what takes its place. */
const PLACE = randomBytes(NONCE_LENGTH).toString('base64url').slice(0, NONCE_LENGTH)

/** Nonces are drawn many at a time: one call for each answer costs more than the rest of it. */
const DRAWN = 18 * 256
let pool = randomBytes(DRAWN)
let drawn = 0
function newNonce(): string {
  if (drawn === DRAWN) {
    pool = randomBytes(DRAWN)
    drawn = 0
  }
  drawn += 18
  return pool.toString('base64', drawn - 18, drawn)
}

/**
 * The page of a group order for a crowd: rendered once, kept until something it shows has changed, and sent with a nonce
 * of its own to each.
 * @param door asks this process for a page for everybody
 * @returns `serve`, which answers what it can and says whether it did
 */
export function keptPages(door: OwnDoor, surroundings: Surroundings) {
  const head = securityHeaders(surroundings)
  const render = (request: PageRequest) => renderShared(door, request)
  const how = { render, clock: () => performance.now(), isListening }
  const pages = pageCache<Page, PageRequest>(how)
  // a program may invent payloads: they must not push pages out
  const payloads = pageCache<Page, PageRequest>({ ...how, mostPages: 300, mostBytes: 64e6 })
  const stop = onChange((topic) => {
    pages.tell(topic)
    payloads.tell(topic)
  })

  const answer = (
    req: IncomingMessage,
    res: ServerResponse,
    request: PageRequest,
    { page }: Rendered<Page>,
    id: string,
  ) => {
    const isZipped = acceptsGzip(req.headers['accept-encoding'])
    const nonce = newNonce()
    const timeMs = performance.now() + page.clockOffsetMs
    const { hasOwn, isScripted } = request
    const body = fill(isZipped ? page.template.zipped : page.template.plain, { nonce, timeMs, hasOwn, isScripted })
    const headers = [
      ...['content-type', page.template.contentType, 'content-length', String(body.length)],
      ...['cache-control', 'private, no-store', 'vary', 'accept-encoding', 'x-request-id', id],
      ...head(nonce),
      ...(isZipped ? ['content-encoding', 'gzip'] : []),
      ...page.head.flat(),
    ]
    res.writeHead(page.status, headers)
    if (req.method === 'HEAD') res.end()
    // once the system has taken the bytes; an answer that was cut off never says so, and its buffer is left alone
    else res.end(body, () => res.writableFinished && giveBack(body))
  }

  return {
    /** @returns false when this request is not for here; `otherwise` is called when the page could not be made */
    serve(req: IncomingMessage, res: ServerResponse, id: () => string, otherwise: () => void): boolean {
      const request = pageRequestOf(req)
      if (!request) return comesWithoutScript(req, res)
      const got = (request.isPayload ? payloads : pages).get(request)
      if (!(got instanceof Promise)) answer(req, res, request, got, id())
      else
        got.then(
          (rendered) => {
            if (rendered.page.status >= 500) otherwise()
            else if (!res.destroyed) answer(req, res, request, rendered, id())
          },
          () => otherwise(),
        )
      return true
    },
    stop,
    get size() {
      return { pages: pages.size, payloads: payloads.size }
    },
  }
}

/** A browser that once ran scripts and no longer does: from now on its pages are rendered for it alone. */
function comesWithoutScript({ url = '' }: IncomingMessage, res: ServerResponse): boolean {
  const [, path] = /^(\/g\/[a-z0-9-]{1,80})\?js=0$/.exec(url) ?? []
  if (!path) return false
  res.writeHead(303, {
    location: path,
    'set-cookie': 'js=; Path=/; Max-Age=0; SameSite=Lax',
    'cache-control': 'no-store',
  })
  res.end()
  return true
}

const acceptsGzip = (accepted: string | string[] | undefined): boolean =>
  typeof accepted === 'string' && /(?:^|[ ,])gzip(?![ \t]*;[ \t]*q=0(?:\.0*)?[ \t]*(?:,|$))/.test(accepted)

async function renderShared(door: OwnDoor, { path, headers }: PageRequest): Promise<Rendered<Page>> {
  const {
    status,
    headers: told,
    body,
  } = await door.ask(path, {
    ...headers,
    'content-security-policy': policyForNext(PLACE),
  })
  const answeredAt = performance.now()
  const template = templateOf(body.toString(), PLACE, told['content-type'] ?? 'text/html; charset=utf-8')
  const said = saidOf(told['x-shared-page'])
  const page: Page = {
    status,
    template,
    head: Object.entries(told).flatMap(([name, value]): [string, string][] =>
      (name.startsWith('x-nextjs-') || name === 'location') && typeof value === 'string' ? [[name, value]] : [],
    ),
    clockOffsetMs: (said?.now ?? Date.now()) - answeredAt,
  }
  return {
    page,
    // a cookie set would be somebody's own
    isKept: status === 200 && said !== undefined && told['set-cookie'] === undefined,
    bytes: template.bytes,
    topics: said?.topics ?? [],
    rightForMs: said?.rightForMs ?? 0,
  }
}

function saidOf(header: string | string[] | undefined): Said | undefined {
  return typeof header === 'string' ? (JSON.parse(header) as Said) : undefined
}
