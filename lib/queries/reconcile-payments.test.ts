import { afterAll, expect, test } from 'vitest'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { nothingDue, paid, someone, standInAndProvider } from '#lib/usecases/payment/payment.fixture.ts'
import { lockForRefund } from '#lib/usecases/payment/payment-row.ts'
import { wantRefund } from '#lib/usecases/payment/want-refund.ts'
import { newId } from '../infra/ids.ts'
import { reconcile } from './reconcile.ts'

const { stripe, provider } = await standInAndProvider()
afterAll(() => stripe.close())

/** A payment of 50.00 of which 20.00 go back. */
async function history() {
  await nothingDue()
  const { paymentId } = await paid(await someone(), stripe, provider)
  const refund = await sqlTransaction(async (tx) => {
    const locked = await lockForRefund(tx, paymentId)
    return locked && wantRefund(tx, locked, 2000, 'asked')
  })
  if (!refund?.ok) throw new Error('no refund')
  return { paymentId, refundId: refund.value.refundId }
}

const broken = async () => (await reconcile()).filter(({ breaches }) => breaches.length > 0).map(({ id }) => id)

/** What is broken after somebody with the whole database in hand has done this; it is undone. */
async function after(sql: string, values: unknown[], undo: string): Promise<string[]> {
  const run = (text: string, given: unknown[]) =>
    sqlTransaction(async (tx) => {
      await tx.query('set local session_replication_role = replica')
      await tx.query(text, given)
    })
  await run(sql, values)
  const found = await broken()
  await run(undo, values)
  expect(await broken()).toEqual([])
  return found
}

test('I8: each lie about a payment is found', async () => {
  const { paymentId, refundId } = await history()
  expect(await broken()).toEqual([])
  const lies: [sql: string, values: unknown[], undo: string][] = [
    // money that never was
    [
      'update payments set amount_minor = 6000 where id = $1',
      [paymentId],
      'update payments set amount_minor = 5000 where id = $1',
    ],
    [
      `update payments set state = 'open', succeeded_at = null where id = $1`,
      [paymentId],
      `update payments set state = 'part_refunded', succeeded_at = now() where id = $1`,
    ],
    // its state does not say what went back
    [
      `update payments set state = 'succeeded' where id = $1`,
      [paymentId],
      `update payments set state = 'part_refunded' where id = $1`,
    ],
    // the books know of another refund than the queue
    [
      `update provider_refunds set amount_minor = 1000 where id = $1`,
      [refundId],
      `update provider_refunds set amount_minor = 2000 where id = $1`,
    ],
    // given up, and nobody got the money
    [
      `update provider_refunds set state = 'failed' where id = $1`,
      [refundId],
      `update provider_refunds set state = 'wanted' where id = $1`,
    ],
    // a success that was booked twice under two names
    [
      `update ledger_transactions set key = key || ' again' where key = 'payment ' || $1 || ' succeeded'`,
      [paymentId],
      `update ledger_transactions set key = replace(key, ' again', '') where key = 'payment ' || $1 || ' succeeded again'`,
    ],
    // the provider took money for a payment that a restored backup does not know
    [
      `insert into webhook_events (id, provider, reference, type, subject, effect, handled_at) values ($1, 'stripe', 'evt_lost', 't', 's', 'unknown_payment', now())`,
      [newId()],
      'delete from webhook_events where id = $1',
    ],
  ]
  for (const lie of lies) expect(await after(...lie), lie[0]).toEqual(['I8'])
})
