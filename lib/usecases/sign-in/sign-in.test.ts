import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { env } from '#lib/infra/env.ts'
import { adapter } from '#lib/web/auth-adapter.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { countTry } from './count-try.ts'
import { askKey, requestSignInCode, tokenOf } from './request-code.ts'
import { sessionHash, signOut, signOutEverywhere } from './sign-out.ts'

const CLIENT = '192.0.2.1'
const { useVerificationToken: redeemToken } = adapter

async function ask(contact: string, client = CLIENT) {
  const answer = await requestSignInCode(contact, client, 'en')
  if (!answer.ok) throw new Error(answer.refusal.code)
  const message = await db.message.findFirstOrThrow({
    where: { to: answer.value.contact.value },
    orderBy: { id: 'desc' },
  })
  return { askId: answer.value.askId, code: String((message.facts as { code: string }).code) }
}

/** What the route does with a typed code. */
async function redeem(askId: string, code: string) {
  if (!(await countTry(askId))) return null
  const token = createHash('sha256')
    .update(`${tokenOf(askId, code)}${env.NEXTAUTH_SECRET}`)
    .digest('hex')
  return redeemToken({ identifier: '', token })
}

const wrong = (code: string) => (code === '000000' ? '000001' : '000000')

test('a code signs in its address, once', async () => {
  const { askId, code } = await ask(' Lin@Example.ORG ', 'one')
  expect(await redeem(askId, code)).toMatchObject({ identifier: 'lin@example.org' })
  expect(await redeem(askId, code)).toBeNull()
})

test('a phone in any spelling becomes one number', async () => {
  const { askId, code } = await ask('(604) 555-0142', 'two')
  expect(await redeem(askId, code)).toMatchObject({ identifier: '+16045550142' })
})

test('what is neither an address nor a number is refused at its field', async () => {
  for (const contact of ['', 'lin', '12', 'a@b', '=cmd()'])
    expect(await requestSignInCode(contact, 'three', 'en')).toMatchObject({
      ok: false,
      refusal: { code: 'BAD_CONTACT', field: 'contact' },
    })
})

test('twelve parallel guesses count as five, and then even the right code is dead', async () => {
  const { askId, code } = await ask('guess@example.org', 'four')
  const guesses = await Promise.all(Array.from({ length: 12 }, () => countTry(askId)))
  expect(guesses.filter(Boolean)).toHaveLength(5)
  expect(await redeem(askId, code)).toBeNull()
})

test('a wrong code leaves the right one good; another browser cannot use it', async () => {
  const mine = await ask('shared@example.org', 'five')
  const stranger = await ask('shared@example.org', 'six')
  expect(await redeem(mine.askId, wrong(mine.code))).toBeNull()
  if (stranger.code !== mine.code) expect(await redeem(stranger.askId, mine.code)).toBeNull()
  // a stranger asking for the same address took nothing from the first
  expect(await redeem(mine.askId, mine.code)).toMatchObject({ identifier: 'shared@example.org' })
})

test('an old code is dead', async () => {
  const { askId, code } = await ask('late@example.org', 'seven')
  await db.loginCode.update({ where: { id: askKey(askId) }, data: { expiresAt: new Date(Date.now() - 1) } })
  expect(await redeem(askId, code)).toBeNull()
})

test('the eleventh code to one address and the twenty-first of one client are refused, in parallel too', async () => {
  const toOne = await Promise.all(
    Array.from({ length: 15 }, (_, n) => requestSignInCode('much@example.org', `client ${n}`, 'en')),
  )
  expect(toOne.filter(({ ok }) => ok)).toHaveLength(10)
  const byOne = await Promise.all(
    Array.from({ length: 30 }, (_, n) => requestSignInCode(`other${n}@example.org`, 'eager', 'en')),
  )
  expect(byOne.filter(({ ok }) => ok)).toHaveLength(20)
  expect(byOne.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'TOO_MANY_CODES' } })
})

test('signing out kills copies of the cookie; a disabled person has no session at all', async () => {
  const user = await makeUser(db)
  const expires = new Date(Date.now() + 60_000)
  for (const sessionToken of ['first', 'second'])
    await adapter.createSession({ sessionToken, userId: user.id, expires })
  expect(await db.session.findUnique({ where: { tokenHash: 'first' } })).toBeNull()
  expect(await db.session.findUnique({ where: { tokenHash: sessionHash('first') } })).not.toBeNull()
  await signOut('first')
  expect(await adapter.getSessionAndUser('first')).toBeNull()
  expect(await adapter.getSessionAndUser('second')).not.toBeNull()
  await db.user.update({ where: { id: user.id }, data: { disabledAt: new Date() } })
  expect(await adapter.getSessionAndUser('second')).toBeNull()
  await signOutEverywhere(user.id)
  expect(await db.session.count({ where: { userId: user.id } })).toBe(0)
})
