import { expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { readMarginRows } from '#lib/db/margin-rows.ts'
import { readSold } from '#lib/db/sold.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { arrived } from '#lib/usecases/collection/collection.fixture.ts'
import { writeInvoice } from '#lib/usecases/invoice/write.ts'
import { weigh } from '#lib/usecases/weighing/weigh.ts'
import { managerGate } from './gates.ts'
import { lineSums } from './leader-lines.ts'
import { rollCall } from './roll-call.ts'

test('what was weighed counts by what is charged, and costs what left the house, wherever it is told', async () => {
  const offers = [{ priceMinor: 1_200, toleranceBps: 1_000, product: { unit: 'kg', costMinor: 800 } as const }]
  const { group, order, keeper } = await arrived({ offers, quantity: 1_000 })
  const [{ offerId } = { offerId: '' }] = group.offers
  const { orderId } = order
  expect(await weigh(keeper, { orderId, weights: [{ offerId, grams: 1_300 }] })).toMatchObject({ ok: true })

  const sold = await readSold(pool, [group.groupOrderId])
  expect(sold.get(group.groupOrderId)?.lines).toMatchObject([{ paidMinor: 1_320, costMinor: 1_040 }])
  const { lines } = await readMarginRows(4, group.leaderId)
  expect(lines).toMatchObject([{ paidMinor: 1_320, quantity: 1_300, collected: 0 }])
  expect(await lineSums(group.groupOrderId)).toMatchObject([{ quantity: 1_000, amountMinor: 1_320, marginMinor: 280 }])
  const who = await managerGate(await leaderOf(group.leaderId), group.groupOrderId)
  const called = who && (await rollCall(who))
  expect(called?.stations.flatMap(({ orders }) => orders)).toMatchObject([{ totalMinor: 1_320 }])
  const invoiceId = await sqlTransaction((tx) =>
    writeInvoice(tx, { id: orderId, currency: 'CAD' }, { actorRole: 'system' }),
  )
  const invoice = await db.invoice.findUniqueOrThrow({ where: { id: invoiceId } })
  expect(invoice).toMatchObject({ totalMinor: 1_320n, lines: [{ quantity: 1_100, amountMinor: 1_320 }] })
})

const leaderOf = async (id: string) => (await db.leader.findUniqueOrThrow({ where: { id } })).userId
