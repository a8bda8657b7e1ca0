import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'

const PATH = '/old-page'
const LOCALES = ['en', 'zh-CN'] as const
const sentences = LOCALES.map((locale) => {
  const { stale } = JSON.parse(readFileSync(new URL(`../../messages/${locale}/common.json`, import.meta.url), 'utf8'))
  return `<p lang="${locale}">${stale}</p>`
})
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
      `<title>Kaituan</title><main>${sentences.join('')}<p><a href="${back}">${back}</a></p></main></html>`,
  )
  return true
}
