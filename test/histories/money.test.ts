import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reconcile } from '#lib/queries/reconcile.ts'
import { History, makeStage } from './shop.ts'
import { histories } from './steps.ts'

/** HISTORIES=10000 npm test -- test/histories: as many as one has the patience for. */
const RUNS = Number(process.env.HISTORIES ?? 60)

test(`${RUNS} histories of placing, paying, handing over, refunding and settling: the books always say what follows from them`, {
  timeout: 60_000 + RUNS * 1_000,
}, async () => {
  const stage = await makeStage()
  const met = new Set<string>()
  await fc.assert(
    fc.asyncProperty(histories, async ({ minimumOrders, steps }) => {
      const history = await History.begin(stage, minimumOrders)
      for (const step of steps) {
        met.add(step.crash ? 'crash' : step.kind)
        await history.take(step)
      }
      const { booked, follows } = await history.wallets()
      expect(booked).toEqual(follows)
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
  const found = (await reconcile()).flatMap(({ id, breaches }) => breaches.map((what) => `${id} ${what}`))
  expect(found).toEqual([])
  expect(met.size).toBeGreaterThanOrEqual(RUNS >= 60 ? 14 : 1)
})
