import { beforeEach, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { AdminFor, Shopper } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { adminGate, shopperGate } from '#lib/queries/gates.ts'
import { reconcile } from '#lib/queries/reconcile.ts'
import { ownWallet } from '#lib/queries/wallet.ts'
import { withdrawalsWaiting } from '#lib/queries/withdrawals.ts'
import { makeAdmin, makeUser } from '#prisma/factories/people.ts'
import { askWithdrawal } from './ask-withdrawal.ts'
import { decideWithdrawal } from './decide-withdrawal.ts'
import { topUpWallet } from './top-up.ts'

let shopper: Shopper
let admin: AdminFor<'money'>
beforeEach(async () => {
  await allow(true)
  const [person, office] = await Promise.all([makeUser(db), makeAdmin(db, ['money'])])
  const gates = await Promise.all([shopperGate(person.id), adminGate(office.id, 'money')])
  if (!gates[0] || !gates[1]) throw new Error('a gate refuses')
  shopper = gates[0]
  admin = gates[1]
  const topUp = {
    topUpId: newId(),
    userId: shopper.userId,
    amountMinor: 2_000,
    source: 'bank',
    reason: 'transfer',
  } as const
  await topUpWallet(admin, topUp)
})

const allow = (allowsWithdrawals: boolean) =>
  db.operator.upsert({
    where: { id: 1 },
    create: { id: 1, name: {}, allowsWithdrawals },
    update: { allowsWithdrawals },
  })
const codeOf = (answer: { ok: boolean; refusal?: { code: string } }) => (answer.ok ? 'ok' : answer.refusal?.code)
const balance = async () => (await ownWallet(shopper)).balanceMinor
const ask = (amountMinor: number, withdrawalId = newId()) => askWithdrawal(shopper, { withdrawalId, amountMinor })
const decide = (withdrawalId: string, as: 'paid' | 'refused', note = 'WIRE 12') =>
  decideWithdrawal(admin, { withdrawalId, as, note })
const breaches = async () => (await reconcile()).flatMap(({ id, breaches: found }) => found.map((what) => [id, what]))

test('asked for, it has left the wallet; paid, it has left the house; the shopper is told', async () => {
  const id = newId()
  expect((await Promise.all([ask(1_500, id), ask(1_500, id)])).map(codeOf)).toEqual(['ok', 'ok'])
  expect(await balance()).toBe(500)
  expect((await withdrawalsWaiting(admin)).find((each) => each.id === id)).toMatchObject({ amountMinor: 1_500 })
  expect((await Promise.all([decide(id, 'paid'), decide(id, 'paid')])).map(codeOf)).toEqual(['ok', 'ok'])
  expect(codeOf(await decide(id, 'refused'))).toBe('ALREADY_DECIDED')
  expect(await balance()).toBe(500)
  const letters = await db.message.findMany({ where: { userId: shopper.userId, template: 'withdrawalPaid' } })
  expect(letters).toHaveLength(1)
  expect(await breaches()).toEqual([])
})

test('refused, it is back', async () => {
  const id = newId()
  await ask(2_000, id)
  expect(codeOf(await decide(id, 'refused', 'we met'))).toBe('ok')
  expect(await balance()).toBe(2_000)
  expect(await breaches()).toEqual([])
})

test('every refusal, and two at once take no more than is there', async () => {
  expect(codeOf(await ask(0))).toBe('AMOUNT_NEEDED')
  expect(codeOf(await ask(2_001))).toBe('WALLET_TOO_LOW')
  expect((await Promise.all([ask(1_200), ask(1_200)])).map(codeOf).sort()).toEqual(['WALLET_TOO_LOW', 'ok'])
  expect(codeOf(await decide(newId(), 'paid'))).toBe('NOT_FOUND')
  const id = newId()
  await ask(100, id)
  expect(codeOf(await ask(200, id))).toBe('IDEMPOTENCY_KEY_REUSED')
  expect(codeOf(await decide(id, 'paid', ' '))).toBe('TELL_WHY')
  await allow(false)
  expect(codeOf(await ask(100))).toBe('WITHDRAWALS_OFF')
})
