import { heldBy, ownOrdersIn } from '#lib/queries/group-page.ts'
import { readBasket } from './basket.ts'
import { currentUserId } from './session.ts'

/** What of a group page belongs to this browser: its basket, and its person's orders. Without a session no query is made. */
export async function ownIn(groupOrderId: string) {
  const [basket, userId] = await Promise.all([readBasket(groupOrderId), currentUserId()])
  if (!userId) return { signedIn: false, basket, held: {}, orders: [] }
  const [held, orders] = await Promise.all([heldBy(userId, groupOrderId), ownOrdersIn(userId, groupOrderId)])
  return { signedIn: true, basket, held, orders }
}
