import { type Movement, OPERATOR } from './ledger.ts'

/** Why money that was set aside for weighed goods goes back: the scale said less, or nobody weighed them. */
export type WeighedReason = 'weighed' | 'not_weighed'

/**
 * What was set aside for weighed goods and is not needed goes back to the wallet.
 * @param back amountMinor above 0; event is what happened, once: a weighing or a handing over
 */
export const weighedLess = ({
  event,
  orderId,
  shopperId,
  actorId,
  amountMinor,
  currency,
  reason,
}: {
  event: string
  orderId: string
  shopperId: string
  actorId?: string | undefined
  amountMinor: number
  currency: string
  reason: WeighedReason
}): Movement => ({
  key: `${event} ${reason}`,
  cause: 'wallet_repaid',
  currency,
  orderId,
  ...(actorId && { actorId }),
  reason,
  entries: [
    { kind: 'prepaid', ownerId: OPERATOR, amountMinor },
    { kind: 'wallet', ownerId: shopperId, amountMinor: -amountMinor },
  ],
})
