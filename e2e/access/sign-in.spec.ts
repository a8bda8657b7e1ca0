import { expect, test } from '@playwright/test'
import { db } from '#lib/db/client.ts'
import {
  askForCode,
  Client,
  clientOf,
  codeFromMailbox,
  filled,
  forgetLimits,
  formWith,
  redeem,
  signInRaw,
} from '../raw.ts'
import { having, only } from './table.ts'
import { unique } from './world.ts'

const SESSION = 'kaituan.session'
const address = () => `${unique('si')}@example.org`
/** Six digits that are not these. */
const wrong = (code: string, by = 1) => String((Number(code) + by) % 1_000_000).padStart(6, '0')
const isSignedIn = async (client: Client) => (await client.get('/me')).status === 200

// every test here is the same client, and 20 codes in ten minutes are soon spent
test.beforeEach(() => forgetLimits())

test('a demo person signs in by plain forms, and signing out ends every copy of the cookie @desktop', async () => {
  const { client, answer } = await signInRaw('lin@example.org', '/orders')
  expect([answer.status, answer.location]).toEqual([303, '/orders'])
  const [line = ''] = answer.headers.getSetCookie().filter((each) => each.startsWith(SESSION))
  expect(line).toMatch(/HttpOnly/i)
  expect(line).toMatch(/SameSite=Lax/i)
  expect(line).toMatch(/Path=\//i)
  const token = client.cookies.get(SESSION) ?? ''
  expect(await db.session.count({ where: { tokenHash: token } })).toBe(0) // only its hash is kept

  const copy = new Client()
  copy.cookies.set(SESSION, token)
  expect(await isSignedIn(copy)).toBe(true)
  const isSignOut = (form: Parameters<ReturnType<typeof only>>[0]) => only()(form) && form.buttons.length === 0
  await client.post('/me', filled(formWith((await client.get('/me')).body, isSignOut)))
  expect(await isSignedIn(client)).toBe(false)
  expect(await isSignedIn(copy)).toBe(false)
})

test('signing in gives a new session whatever cookie was there before @desktop', async () => {
  const contact = address()
  const client = new Client()
  client.cookies.set(SESSION, 'chosen-by-an-attacker')
  await askForCode(client, contact)
  await redeem(client, await codeFromMailbox(contact))
  expect(client.cookies.get(SESSION)).not.toBe('chosen-by-an-attacker')
  expect(await isSignedIn(client)).toBe(true)
})

test('a disabled person is let in neither by cookie nor by code @desktop', async () => {
  const contact = address()
  const { client } = await signInRaw(contact)
  expect(await isSignedIn(client)).toBe(true)
  await db.user.update({ where: { email: contact }, data: { disabledAt: new Date() } })
  expect(await isSignedIn(client)).toBe(false)
  const { answer, client: again } = await signInRaw(contact)
  expect(answer.location).toContain('error')
  expect(await isSignedIn(again)).toBe(false)
})

test('a code works in the browser that asked, once, and by no GET @desktop', async () => {
  const contact = address()
  const [client, stranger] = [new Client(), new Client()]
  await askForCode(client, contact)
  const code = await codeFromMailbox(contact)
  await askForCode(stranger, contact) // neither kills the code nor resets its tries
  expect((await redeem(stranger, code)).location).toContain('error')
  expect(await isSignedIn(stranger)).toBe(false)
  expect((await redeem(new Client(), code)).location).toContain('error')
  for (const query of [`code=${code}`, `token=${code}&email=${contact}`])
    expect([404, 405]).toContain((await client.get(`/api/auth/callback/code?${query}`)).status)
  expect(await isSignedIn(client)).toBe(false)

  const copy = new Client()
  for (const [name, value] of client.cookies) copy.cookies.set(name, value)
  expect((await redeem(client, code)).location).toBe('/me')
  expect(await isSignedIn(client)).toBe(true)
  expect((await redeem(copy, code)).location).toContain('error')
})

test('after five wrong tries the right code is worth nothing @desktop', async () => {
  const contact = address()
  const client = new Client()
  await askForCode(client, contact)
  const code = await codeFromMailbox(contact)
  for (let by = 1; by <= 5; by++) expect((await redeem(client, wrong(code, by))).location).toContain('error')
  expect((await redeem(client, code)).location).toContain('error')
  expect(await isSignedIn(client)).toBe(false)
})

test('twelve wrong guesses at once count as five, and then the right one is late @desktop', async () => {
  const contact = address()
  const client = new Client()
  await askForCode(client, contact)
  const code = await codeFromMailbox(contact)
  const guesses = await Promise.all(Array.from({ length: 12 }, (_, by) => redeem(client, wrong(code, by + 1))))
  expect(guesses.every(({ location }) => location.includes('error'))).toBe(true)
  const { attempts } = await db.loginCode.findFirstOrThrow({ where: { identifier: contact } })
  expect(attempts).toBe(5)
  expect((await redeem(client, code)).location).toContain('error')
  expect(await isSignedIn(client)).toBe(false)
})

test('the right code among many guesses at once opens at most one session @desktop', async () => {
  const contact = address()
  const client = new Client()
  await askForCode(client, contact)
  const code = await codeFromMailbox(contact)
  await Promise.all(Array.from({ length: 12 }, () => redeem(client, code)))
  const { id: userId } = await db.user.findUniqueOrThrow({ where: { email: contact } })
  expect(await db.session.count({ where: { userId } })).toBe(1)
})

const ELSEWHERE = [
  '//evil.example',
  'https://evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  '/%5cevil/..//evil.example',
]

for (const next of ELSEWHERE) {
  test(`signing in never leads to ${JSON.stringify(next)} @desktop`, async () => {
    const page = await new Client().get(`/sign-in?next=${encodeURIComponent(next)}`)
    for (const form of [formWith(page.body, having(['contact', '']))]) {
      const [, shown = ''] = form.fields.find(([name]) => name === 'next') ?? []
      expect(new URL(shown, 'http://here.invalid').host).toBe('here.invalid')
    }
    const { answer } = await signInRaw(address(), next)
    expect(answer.status).toBe(303)
    expect(answer.location).toMatch(/^\/(?![/\\])/)
    expect(new URL(answer.location, 'http://here.invalid').host).toBe('here.invalid')
  })
}

test('known and unknown addresses are answered alike @desktop', async () => {
  const answers = await Promise.all(
    ['wendy@example.org', address()].map((contact) => askForCode(new Client(), contact)),
  )
  const [known, unknown] = answers.map(({ status, location }) => [status, location])
  expect(known).toEqual(unknown)
})

test('a client cannot name itself: the limit counts the address we see @desktop', async () => {
  const ask = async (spoofed: string) => {
    const client = new Client()
    const form = formWith((await client.get('/sign-in')).body, having(['contact', '']))
    const headers = {
      'x-forwarded-for': spoofed,
      forwarded: `for=${spoofed}`,
      'x-real-ip': spoofed,
      'x-client-ip': spoofed,
    }
    return client.post('/sign-in', filled(form, { contact: address() }), headers)
  }
  expect((await ask('203.0.113.1')).location).toBe('/sign-in/code')
  const rows = await db.rateLimit.findMany({ where: { key: { contains: 'code client' } } })
  expect(rows).toHaveLength(1)
  expect(rows[0]?.key).not.toContain('203.0.113')
  await db.rateLimit.updateMany({ where: { key: rows[0]?.key ?? '' }, data: { points: 100_000 } })
  expect((await ask('203.0.113.2')).location).toBe('')
  await forgetLimits()
})

test('a session that has expired opens nothing @desktop', async () => {
  const { id } = await db.user.findUniqueOrThrow({ where: { email: 'wendy@example.org' } })
  const client = await clientOf(id)
  expect(await isSignedIn(client)).toBe(true)
  await db.session.updateMany({ where: { userId: id }, data: { expiresAt: new Date(Date.now() - 1_000) } })
  expect(await isSignedIn(client)).toBe(false)
})
