import { placeOrder } from '../../../../../../lib/order.ts'

type Body = {
  isWhole: boolean
  stationId: string
  shopper: { name: string; email: string }
  lines: { offerId: string; quantity: number }[]
}

type Context = { params: Promise<{ id: string }> }

/** The least that a route at this address can do about an order: read JSON, make one SQL call, answer JSON. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { id: groupOrderId } = await params
  const { isWhole, stationId, shopper, lines } = (await request.json()) as Body
  const placed = await placeOrder({
    isWhole,
    groupOrderId,
    stationId,
    key: request.headers.get('idempotency-key') ?? '',
    ...shopper,
    offerIds: lines.map(({ offerId }) => offerId),
    quantities: lines.map(({ quantity }) => quantity),
  })
  return Response.json(placed, { status: 201 })
}
