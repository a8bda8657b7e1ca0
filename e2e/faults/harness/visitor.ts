import { createHash, randomBytes } from 'node:crypto'
import { get } from 'node:http'
import type { MadeGroup } from '#prisma/factories/group-order.ts'
import { type Answer, Client, type Fields, filled, formWith, type RawForm } from '../../raw.ts'
import type { Site } from './site.ts'
import { must } from './until.ts'

const SESSION_COOKIE = 'kaituan.session'

/** A browser without JavaScript, on any server of ours. */
export class Visitor {
  readonly client = new Client()
  base: string

  constructor(base: string) {
    this.base = base
  }

  get(path: string): Promise<Answer> {
    return this.client.get(this.base + path)
  }

  post(path: string, fields: Fields): Promise<Answer> {
    return this.client.post(this.base + path, fields, {}, this.base)
  }

  /** Gets a session without a code, written straight into the database. */
  async be(site: Site, userId: string): Promise<this> {
    const token = randomBytes(24).toString('hex')
    const tokenHash = createHash('sha256').update(token).digest('hex')
    await site.db.session.create({ data: { tokenHash, userId, expiresAt: new Date(Date.now() + 30 * 86_400_000) } })
    this.client.cookies.set(SESSION_COOKIE, token)
    return this
  }

  /** Asks for a code through the sign-in page's form. @returns the code that was sent */
  async askForCode(site: Site, contact: string): Promise<string> {
    const page = await this.get('/sign-in')
    const form = formWith(page.body, having(['contact', '']))
    await this.post('/sign-in', filled(form, { contact, next: '/me' }))
    const [sent] = await site.sql<{ code: string }>(
      `select facts->>'code' as code from messages where "to" = $1 and template = 'signInCode' order by created_at desc limit 1`,
      [contact],
    )
    must(sent !== undefined, 'no code was sent')
    return sent.code
  }

  redeem(code: string): Promise<Answer> {
    return this.post('/api/auth/callback/code', [['code', code]])
  }

  /** Whether the page that only a signed-in person has is shown. */
  async isSignedIn(): Promise<boolean> {
    const { status, location } = await this.get('/me')
    return status === 200 && location === ''
  }

  /** Puts one piece of the first offer into the basket. */
  async fillBasket({ slug, groupOrderId, offers }: MadeGroup): Promise<void> {
    const fields: Fields = [
      ['groupOrderId', groupOrderId],
      ['offerId', offers[0]?.offerId ?? ''],
      ['quantity', '1'],
    ]
    const { status } = await this.post(`/g/${slug}/basket`, fields)
    must(status === 303, `the basket answered ${status}`)
  }

  /** The checkout's form, filled, as it lies open in a tab. */
  async checkout({ slug }: MadeGroup): Promise<{ path: string; fields: Fields; form: RawForm }> {
    const path = `/g/${slug}/checkout`
    const form = formWith((await this.get(path)).body, having('key'))
    return { path, form, fields: filled(form, { name: 'Lin' }) }
  }
}

/** Forms that hold all of these fields, with these values where told. */
export const having =
  (...wanted: (string | [name: string, value: string])[]) =>
  ({ fields, buttons }: RawForm): boolean =>
    wanted.every((each) => {
      const [name, value] = Array.isArray(each) ? each : [each, undefined]
      return [...fields, ...buttons].some(([own, has]) => own === name && (value === undefined || value === has))
    })

/** An open event stream. */
export type Stream = { opened: Promise<void>; ended: Promise<void>; events: () => number; close: () => void }

/** Opens the live numbers of a group page, as an open page does. */
export function openStream(base: string, groupOrderId: string): Stream {
  const [opened, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let events = 0
  const req = get(`${base}/api/live?group=${groupOrderId}`, (res) => {
    res.on('data', (bytes) => {
      events += String(bytes).split('data:').length - 1
      opened.resolve()
    })
    res.once('end', () => ended.resolve())
    res.once('error', (error) => ended.reject(error)) // cut off is not ended
  })
  req.once('error', (error) => opened.reject(error))
  ended.promise.catch(() => {})
  return { opened: opened.promise, ended: ended.promise, events: () => events, close: () => req.destroy() }
}
