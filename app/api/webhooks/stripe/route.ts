import { log } from '#lib/infra/log.ts'
import { receiveEvent } from '#lib/usecases/payment/receive-event.ts'

export const dynamic = 'force-dynamic'

/** An event is a few kilobytes; the server lets nothing in that does not say how large it is. */
const MOST_BYTES = 256 * 1024

const answer = (status: number, said: string): Response =>
  Response.json({ said }, { status, headers: { 'cache-control': 'no-store' } })

/**
 * Stripe's events. 2xx means: taken in and committed. 400 is for what Stripe did not sign, or longer than 300 seconds ago; after
 * any 5xx Stripe sends it again.
 */
export async function POST(request: Request): Promise<Response> {
  // byte for byte: the signature is over that
  const body = Buffer.from(await request.arrayBuffer())
  if (body.length > MOST_BYTES) return answer(413, 'too large')
  try {
    const received = await receiveEvent(body.toString('utf8'), request.headers.get('stripe-signature') ?? '')
    if (received.ok) return answer(200, received.value.effect)
    return received.refusal.code === 'FORGED' ? answer(400, 'not signed') : answer(404, 'off')
  } catch (error) {
    log.error({ error: error instanceof Error ? error.message : String(error) }, 'an event was not taken in')
    return answer(503, 'not taken in')
  }
}
