import { createHash, randomBytes } from 'node:crypto'
import { db } from '#lib/db/client.ts'

/** Requests as a program sends them: no page, no script, no rules but HTTP's own. */
const BASE = process.env.E2E_BASE_URL ?? 'http://localhost:3000'
const SESSION_COOKIE = 'kaituan.session'

export type Answer = { status: number; headers: Headers; body: string; location: string }
export type Fields = readonly (readonly [name: string, value: string])[]

/** A client with a cookie jar of its own. */
export class Client {
  readonly cookies = new Map<string, string>()

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send(path, { headers })
  }

  /** What Next's own script would fetch of a page: the payload without the page around it. */
  async payload(path: string): Promise<Answer> {
    const first = await this.get(path, { rsc: '1' })
    return first.location.includes('_rsc') ? this.get(first.location, { rsc: '1' }) : first
  }

  /** Posts a form as a browser without JavaScript does; `origin` null leaves that header out. */
  async post(
    path: string,
    fields: Fields,
    headers: Record<string, string> = {},
    origin: string | null = BASE,
  ): Promise<Answer> {
    const form = new FormData()
    for (const [name, value] of fields) form.append(name, value)
    // in one piece: a server that refuses by the headers alone may hang up while a stream is still being sent
    const encoded = new Response(form)
    const type = { 'content-type': encoded.headers.get('content-type') ?? '' }
    const body = await encoded.arrayBuffer()
    return this.send(path, {
      method: 'POST',
      body,
      headers: { ...type, ...(origin !== null && { origin }), ...headers },
    })
  }

  async send(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { 'accept-language': 'en', ...(cookie && { cookie }), ...init.headers }
    const answer = await fetch(new URL(path, BASE), { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) this.keep(line)
    const location = answer.headers.get('location') ?? ''
    return { status: answer.status, headers: answer.headers, body: await answer.text(), location }
  }

  private keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '' || /max-age=0(;|$)/i.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

/** A signed-in client, its session written straight into the database: no code is spent on it. */
export async function clientOf(userId: string): Promise<Client> {
  const token = randomBytes(24).toString('hex')
  const tokenHash = createHash('sha256').update(token).digest('hex')
  await db.session.create({ data: { tokenHash, userId, expiresAt: new Date(Date.now() + 3_600_000) } })
  const client = new Client()
  client.cookies.set(SESSION_COOKIE, token)
  return client
}

/** Codes are limited for each client, and every test here is the same client. */
export const forgetLimits = () => db.rateLimit.deleteMany({ where: { key: { contains: 'code' } } })

/** Asks for a code through the sign-in page's own form, which leaves the asking browser's cookie. */
export async function askForCode(client: Client, contact: string, next = '/me'): Promise<Answer> {
  const page = await client.get('/sign-in')
  const form = formWith(page.body, (each) => each.fields.some(([name, value]) => name === 'contact' && value === ''))
  return client.post('/sign-in', filled(form, { contact, next }))
}

/** The code that the demo mailbox shows last for this address. */
export async function codeFromMailbox(contact: string): Promise<string> {
  const { body } = await new Client().get(`/dev/mailbox?to=${encodeURIComponent(contact)}`)
  return /\b(\d{6})\b/.exec(body.slice(body.indexOf('<ol')))?.[1] ?? ''
}

/** Types a code in this browser. */
export const redeem = (client: Client, code: string): Promise<Answer> =>
  client.post('/api/auth/callback/code', [['code', code]])

/** Signs a demo person in as a browser without JavaScript does, from the form to the session's cookie. */
export async function signInRaw(contact: string, next = '/me'): Promise<{ client: Client; answer: Answer }> {
  const client = new Client()
  await askForCode(client, contact, next)
  return { client, answer: await redeem(client, await codeFromMailbox(contact)) }
}

export type RawForm = { fields: Fields; buttons: Fields; html: string }

/** Every form of a page with what a browser would send: hidden and typed fields, ticked boxes, the chosen option. */
export const formsOf = (html: string): RawForm[] =>
  [...html.matchAll(/<form\b[^>]*>([\s\S]*?)<\/form>/g)].map(([whole, inner = '']) => ({
    html: whole,
    fields: [...inputsOf(inner), ...areasOf(inner), ...selectsOf(inner)],
    buttons: [...inner.matchAll(/<button\b([^>]*)>/g)].flatMap(([, text = '']) => {
      const { name, value = '' } = attributesOf(text)
      return name ? [[name, value] as const] : []
    }),
  }))

/** The one form that matches. @throws when none or several different ones do */
export function formWith(html: string, matches: (form: RawForm) => boolean): RawForm {
  const [found] = formsOf(html).filter(matches)
  if (!found)
    throw new Error(
      `no such form among ${formsOf(html)
        .map(({ fields }) => `[${namesOf(fields)}]`)
        .join(' ')}`,
    )
  return found
}

/** What a form sends when these are typed into it; a name it does not have is added, as an attacker would. */
export function filled({ fields }: Pick<RawForm, 'fields'>, typed: Record<string, string> = {}): Fields {
  return [...fields.filter(([name]) => !(name in typed)), ...Object.entries(typed)]
}

/** Names of the form's own fields: Next's hidden ones begin with a dollar sign. */
export const namesOf = (fields: Fields): string[] => [
  ...new Set(fields.map(([name]) => name).filter((name) => !name.startsWith('$'))),
]

function* inputsOf(html: string): Generator<readonly [string, string]> {
  for (const [, text = ''] of html.matchAll(/<input\b([^>]*)>/g)) {
    const { name, type, value = 'checked' in attributesOf(text) ? 'on' : '', checked } = attributesOf(text)
    const isBox = type === 'checkbox' || type === 'radio'
    if (name && type !== 'file' && (!isBox || checked !== undefined)) yield [name, value]
  }
}

function* areasOf(html: string): Generator<readonly [string, string]> {
  for (const [, text = '', inner = ''] of html.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)) {
    const { name } = attributesOf(text)
    if (name) yield [name, decoded(inner).replace(/^\n/, '')]
  }
}

function* selectsOf(html: string): Generator<readonly [string, string]> {
  for (const [, text = '', inner = ''] of html.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
    const { name } = attributesOf(text)
    const options = [...inner.matchAll(/<option\b([^>]*)>/g)].map(([, option = '']) => attributesOf(option))
    const chosen = options.find((option) => 'selected' in option) ?? options[0]
    if (name && chosen) yield [name, chosen.value ?? '']
  }
}

/** Attributes in whatever order they stand. */
function attributesOf(text: string): Record<string, string | undefined> {
  const found = [...text.matchAll(/([^\s=/"']+)(?:="([^"]*)")?/g)]
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name.toLowerCase(), decoded(value)]))
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }
const decoded = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16))
    return decimal ? String.fromCodePoint(Number(decimal)) : (ENTITIES[name] ?? whole)
  })
