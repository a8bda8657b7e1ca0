// Takes the place of Stripe in a demo shop: see test/stripe/stand-in.ts. bin/start.mjs runs it and tells both sides of each other.
import { StripeStandIn } from '../test/stripe/stand-in.ts'

const { DEMO, STAND_IN_PORT, STRIPE_WEBHOOK_SECRET, PORT } = process.env
if (DEMO !== '1' || !STRIPE_WEBHOOK_SECRET) throw new Error('a stand-in takes no money: demo mode only')

const standIn = await new StripeStandIn({
  webhookSecret: STRIPE_WEBHOOK_SECRET,
  webhookUrl: `http://127.0.0.1:${PORT}/api/webhooks/stripe`,
  port: Number(STAND_IN_PORT),
}).listen()

const end = async () => {
  await standIn.close()
  process.exit(0)
}
process.on('SIGTERM', end)
process.on('SIGINT', end)
process.on('disconnect', end)
