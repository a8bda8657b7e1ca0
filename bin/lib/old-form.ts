import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'

const PATH = '/old-page'
const LOCALES = ['en', 'zh-CN'] as const
const sentences = LOCALES.map((locale) => {
  const texts = readFileSync(new URL(`../../messages/${locale}/common.json`, import.meta.url), 'utf8')
  const { stale, back } = JSON.parse(texts) as { stale: string; back: string }
  return { locale, stale, back }
})
// its stylesheets have names that only Next knows, so it brings the few colours that it needs
const STYLE = `:root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;
  font:1.0625rem/1.5 system-ui,sans-serif;background:light-dark(#f6f1e7,#171512);color:light-dark(#22201b,#f3eee3)}
  main{max-width:26rem;padding:1.5rem}a{display:inline-block;padding:.75rem 0;color:inherit;font-weight:600}`
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

/**
 * A form posted without JavaScript from a page of an earlier build names an action that this build does not have. Next
 * answers 409 with a word for programmers; here the browser is led to a page that says what to do.
 */
export function leadOldForms(req: IncomingMessage, res: ServerResponse): void {
  const isForm = /^(multipart\/form-data|application\/x-www-form-urlencoded)/.test(req.headers['content-type'] ?? '')
  if (req.method !== 'POST' || !isForm || req.headers['next-action'] || req.url?.startsWith('/api/')) return
  const writeHead = res.writeHead.bind(res) as (...args: unknown[]) => ServerResponse
  res.writeHead = ((...args: unknown[]) => {
    if (args[0] !== 409) return writeHead(...args)
    res.setHeader('location', `${PATH}?back=${encodeURIComponent((req.url ?? '/').split('?')[0] ?? '/')}`)
    return writeHead(303)
  }) as typeof res.writeHead
}

/** That page. @returns false when this request is not for it */
export function answerOldForm(req: IncomingMessage, res: ServerResponse): boolean {
  if (req.method !== 'GET' || req.url?.split('?')[0] !== PATH) return false
  const asked = new URL(req.url, 'http://localhost').searchParams.get('back') ?? ''
  const back = escaped(/^\/(?![/\\])/.test(asked) ? asked : '/')
  res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  res.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>Kaituan</title><style>${STYLE}</style><main>${sentences
        .map(
          (each) => `<section lang="${each.locale}"><p>${each.stale}</p><a href="${back}">${each.back}</a></section>`,
        )
        .join('')}</main></html>`,
  )
  return true
}
