import type { IncomingMessage } from 'node:http'
import { isHttps } from '#lib/infra/env.ts'
import { LOCALE_COOKIE, pickLocale } from '#lib/web/locale.ts'

/** What of a request decides which kept page answers it, and what that page must know about the browser. */
export type PageRequest = {
  key: string
  /** What Next is asked for when the page has to be made, and with which headers. */
  path: string
  headers: Record<string, string>
  isPayload: boolean
  /** Whether the browser may have parts of its own to fill in: a session or a basket. */
  hasOwn: boolean
  /** Whether it says that it runs scripts, and so fills them in by itself. */
  isScripted: boolean
}

/** The pages that are the same for everybody apart from parts that a script fills in. */
const PAGE = /^\/g\/[a-z0-9-]{1,80}$/
/** Next's own client asks for a page's payload, adding a hash of its headers. */
const PAYLOAD = /^_rsc=[\w-]{1,40}$/
const MOST_TREE = 1_500

const SESSION = `${isHttps ? '__Host-' : ''}kaituan.session=`
const BASKET = 'basket='
const LANG = `${LOCALE_COOKIE}=`

/**
 * Whether a request may be answered with a page that others get too.
 * @returns undefined where Next must render for this browser alone: another page, another query, or a browser with
 *   something of its own that did not say it can fill that in (`js=1`)
 */
export function pageRequestOf({ url = '', headers, method }: IncomingMessage): PageRequest | undefined {
  if ((method !== 'GET' && method !== 'HEAD') || !url.startsWith('/g/')) return undefined
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  if (!PAGE.test(path)) return undefined
  const asked = partsOf(mark < 0 ? '' : url.slice(mark + 1), headers)
  if (!asked) return undefined

  const cookies = cookiesOf(headers.cookie)
  if (cookies.hasOwn && !cookies.isScripted) return undefined
  const locale = localeOf(cookies.lang, headers['accept-language'])
  const { theme, hasOwn, isScripted } = cookies
  return {
    key: `${path}${asked.query} ${locale} ${theme} ${asked.tree}`,
    path: path + asked.query,
    headers: {
      cookie: theme ? `${LANG}${locale}; theme=${theme}` : `${LANG}${locale}`,
      ...(asked.tree && { rsc: '1', 'next-router-state-tree': asked.tree }),
    },
    isPayload: asked.tree !== '',
    hasOwn,
    isScripted,
  }
}

type Asked = { query: string; tree: string }

/** The page or its payload; `all=1` is the one query that a kept page may have. */
function partsOf(search: string, headers: IncomingMessage['headers']): Asked | undefined {
  const { rsc } = headers
  if (rsc === undefined)
    return search === '' || search === 'all=1' ? { query: search && '?all=1', tree: '' } : undefined
  const tree = headers['next-router-state-tree']
  if (rsc !== '1' || typeof tree !== 'string' || tree === '' || tree.length > MOST_TREE) return undefined
  if (headers['next-router-prefetch'] || headers['next-router-segment-prefetch'] || headers['next-url'])
    return undefined
  const [first = '', second] = search.split('&')
  const all = first === 'all=1'
  const hash = all ? second : first
  if (!hash || !PAYLOAD.test(hash) || search !== (all ? `${first}&${hash}` : hash)) return undefined
  return { query: `?${search}`, tree }
}

type Cookies = { lang: string | undefined; theme: '' | 'dark' | 'light'; hasOwn: boolean; isScripted: boolean }

/** Looks for the few names that matter; a name counts however often it comes. */
function cookiesOf(header: string | undefined): Cookies {
  const found: Cookies = { lang: undefined, theme: '', hasOwn: false, isScripted: false }
  if (!header) return found
  for (const part of header.split(';')) {
    const cookie = part.trim()
    if (cookie.startsWith(SESSION) || cookie.startsWith(BASKET)) found.hasOwn = true
    else if (cookie === 'js=1') found.isScripted = true
    else if (cookie.startsWith(LANG)) found.lang = cookie.slice(LANG.length)
    else if (cookie === 'theme=dark') found.theme = 'dark'
    else if (cookie === 'theme=light') found.theme = 'light'
  }
  return found
}

// A browser sends the same words each time; a program may send anything, so only few are remembered.
const MOST_REMEMBERED = 500
const remembered = new Map<string, string>()

function localeOf(chosen: string | undefined, accepted: string | undefined): string {
  const words = `${chosen ?? ''} ${accepted ?? ''}`
  const known = remembered.get(words)
  if (known) return known
  const locale = pickLocale(chosen, accepted ?? null)
  if (words.length < 200) {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    remembered.set(words, locale)
  }
  return locale
}
