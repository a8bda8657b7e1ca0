import type { Tx } from '#lib/db/transaction.ts'
import { newId } from '#lib/infra/ids.ts'

/** Makes an open claim of one piece of an order's first line. */
export async function makeClaim(db: Tx, { orderId }: { orderId: string }): Promise<{ claimId: string }> {
  const { offerId, amountMinor, quantity } = await db.orderLine.findFirstOrThrow({
    where: { orderId },
    orderBy: { offer: { position: 'asc' } },
  })
  const claimId = newId()
  await db.claim.create({
    data: {
      ...{ id: claimId, orderId, text: 'a test', dueAt: new Date(Date.now() + 86_400_000) },
      lines: { create: [{ offerId, kind: 'bad', quantity: 1, claimedMinor: Math.floor(amountMinor / quantity) }] },
    },
  })
  return { claimId }
}
