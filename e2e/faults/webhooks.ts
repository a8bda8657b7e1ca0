import Stripe from 'stripe'
import { newId } from '#lib/infra/ids.ts'
import { makePayment } from '#prisma/factories/payment.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { eventOf, seconds } from '../../test/stripe/objects.ts'
import { disputeObject, refundByHand } from '../../test/stripe/tells.ts'
import type { Fault } from './harness/fault.ts'
import type { Site } from './harness/site.ts'
import { must } from './harness/until.ts'

const SECRET = 'whsec_only-for-faults-on-this-machine'
const PAYMENTS = 30
const TIMES = 3
const PAID = 5_000
const BACK = 1_500

type Sent = { body: string; signature: string }

const sign = (payload: string, timestamp = seconds()): Sent => ({
  body: payload,
  signature: Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET, timestamp }),
})

/** All that Stripe tells of a payment that was made late, given back in part by hand, and disputed and lost. */
function story(paymentId: string): string[] {
  const [intent, id] = [`pi_${paymentId}`, `cs_${paymentId}`]
  const session = { id, object: 'checkout.session', client_reference_id: paymentId, payment_intent: intent }
  const paid = { ...session, payment_status: 'paid', amount_total: PAID, currency: 'cad' }
  const dispute = { id: `dp_${paymentId}`, intent, amount: PAID - BACK }
  const taken = [{ amount: BACK - PAID, fee: 1_500 }]
  return [
    eventOf('checkout.session.expired', session),
    eventOf('checkout.session.completed', paid),
    eventOf('refund.created', refundByHand(intent, BACK)),
    eventOf('charge.dispute.created', disputeObject({ ...dispute, status: 'needs_response' })),
    eventOf('charge.dispute.funds_withdrawn', disputeObject({ ...dispute, status: 'needs_response' }, taken)),
    eventOf('charge.dispute.closed', disputeObject({ ...dispute, status: 'lost' }, taken)),
  ].map((event) => JSON.stringify(event))
}

const shuffled = <T>(items: T[]): T[] =>
  items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)

/** What nobody may believe: signed for another body, by somebody else, or too long ago. */
const lies = (body: string): Sent[] => [
  { body: `${body} `, signature: sign(body).signature },
  { body, signature: `t=${seconds()},v1=${'0'.repeat(64)}` },
  { body, signature: '' },
  sign(body, seconds() - 301),
]

/** What accounts of a kind hold, debits above 0. */
async function sumOf(site: Site, kind: string): Promise<number> {
  const [row] = await site.sql<{ sum: string }>(
    `select coalesce(sum(e.amount_minor), 0)::text as sum from ledger_entries e join ledger_accounts a on a.id = e.account_id where a.kind::text = $1`,
    [kind],
  )
  return Number(row?.sum ?? 0)
}

/** The provider stammers. */
export const webhooks: Fault = {
  name: 'webhooks',
  what: `events of ${PAYMENTS} payments, each ${TIMES} times in any order over two servers; forged, stale and altered ones among them`,
  run: async (site) => {
    const env = { STRIPE_SECRET_KEY: 'sk_test_faults', STRIPE_WEBHOOK_SECRET: SECRET }
    const servers = await Promise.all([site.server({ env }), site.server({ env })])
    const { id: shopperId } = await makeUser(site.db, { email: `${newId()}@example.org` })
    const payments = await Promise.all(
      Array.from({ length: PAYMENTS }, () => makePayment(site.db, { shopperId, amountMinor: PAID })),
    )
    const told = payments.flatMap(({ id }) => story(id))
    const forged = told.flatMap(lies)
    const post = async ({ body, signature }: Sent, index: number): Promise<number> => {
      const { status } = await fetch(`${servers[index % 2]?.base}/api/webhooks/stripe`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'stripe-signature': signature },
        body,
      })
      return status
    }
    const believed = (await Promise.all(forged.map(post))).filter((status) => status !== 400)
    must(believed.length === 0, `${believed.length} forged events were not refused`)
    must((await site.db.webhookEvent.count()) === 0, 'a forged event was written down')

    const sent = shuffled(Array.from({ length: TIMES }, () => told).flat())
    const statuses = await Promise.all(sent.map((body, index) => post(sign(body), index)))
    must(
      statuses.every((status) => status === 200),
      `answered ${[...new Set(statuses)].join()}`,
    )
    const sums = await Promise.all(
      ['wallet', 'payment_losses', 'payment_fees', 'disputed', 'provider'].map((kind) => sumOf(site, kind)),
    )
    // each paid once; given back by hand and lost to the bank is the operator's; its charge comes on top
    const expected = [-PAID, PAID, 1_500, 0, -1_500].map((each) => each * PAYMENTS)
    must(sums.join() === expected.join(), `the books say ${sums.join()} and not ${expected.join()}`)
    return { note: `${sent.length} events taken in, ${forged.length} forged refused` }
  },
}
