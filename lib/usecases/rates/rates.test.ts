import { beforeEach, expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { readRates } from '#lib/db/rates.ts'
import type { Rates } from '#lib/domain/margin.ts'
import { USUAL_RATES } from '#lib/domain/rates.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { leadersSeeCosts, ratesPage } from '#lib/queries/rates.ts'
import { makeAdmin } from '#prisma/factories/people.ts'
import { saveRates } from './save.ts'

const office = async () => (await adminGate((await makeAdmin(db, ['money'])).id, 'money')) as AdminFor<'money'>
const RATES: Rates = {
  commissionBps: 1_000,
  paymentFeeBps: 60,
  pickingMinor: 75,
  claimsBps: 300,
  freightMinor: 1_200,
  siteFeeMinor: 4_000,
  showsCostToLeaders: true,
}
const trail = () => db.auditEntry.findMany({ where: { action: 'rates.change' }, orderBy: { at: 'asc' } })

beforeEach(async () => {
  await db.rates.deleteMany()
})

test('until somebody says anything else the usual rates count, which are those of an empty row', async () => {
  expect(await readRates(pool)).toEqual(USUAL_RATES)
  const row = await db.rates.create({ data: { id: 1 } })
  expect(row).toMatchObject(USUAL_RATES)
  expect(USUAL_RATES).toMatchObject(await readRates(pool))
  expect(await leadersSeeCosts()).toBe(false)
})

test('rates are saved and what changed stands in the trail', async () => {
  const who = await office()
  const saved = await saveRates(who, RATES)
  expect(saved.ok && saved.value.changed.length).toBe(6)
  expect(await ratesPage(who)).toEqual(RATES)
  expect(await leadersSeeCosts()).toBe(true)
  expect((await trail()).at(-1)?.data).toMatchObject({ commissionBps: [800, 1_000], showsCostToLeaders: [false, true] })
  const before = await trail()
  expect(await saveRates(who, RATES)).toEqual({ ok: true, value: { changed: [] } })
  expect(await trail()).toEqual(before)
})

test('rates that leave nothing are refused at the commission', async () => {
  const all = { ...RATES, commissionBps: 10_000 - RATES.paymentFeeBps - RATES.claimsBps }
  const refusal = { code: 'RATES_TOO_HIGH', field: 'commission' }
  expect(await saveRates(await office(), all)).toEqual({ ok: false, refusal })
  expect((await saveRates(await office(), { ...all, commissionBps: all.commissionBps - 1 })).ok).toBe(true)
})

test('two admins at once: one after the other, each against what the other left', async () => {
  const who = await office()
  const count = (await trail()).length
  const both = await Promise.all([saveRates(who, RATES), saveRates(who, { ...RATES, pickingMinor: 80 })])
  expect(both.every(({ ok }) => ok)).toBe(true)
  const [first, second] = (await trail()).slice(count).map(({ data }) => data as Record<string, number[]>)
  expect(second?.pickingMinor?.[0]).toBe(first?.pickingMinor?.[1])
  expect((await readRates(pool)).pickingMinor).toBe(second?.pickingMinor?.[1])
})
