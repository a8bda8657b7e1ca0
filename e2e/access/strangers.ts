import { db } from '#lib/db/client.ts'
import type { MadeGroup } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { type Client, clientOf, filled, formWith } from '../raw.ts'
import { having } from './table.ts'

/** Puts one piece of the first offer into the basket of this browser. */
export async function fillBasket(client: Client, { slug, offers }: Pick<MadeGroup, 'slug' | 'offers'>): Promise<void> {
  const page = await client.get(`/g/${slug}`)
  const form = formWith(page.body, having(['offerId', offers[0]?.offerId ?? '']))
  await client.post(`/g/${slug}/basket`, filled(form, { quantity: '1' }))
}

/** A person nobody has met, and their browser. */
export async function stranger() {
  const { id, email } = await makeUser(db)
  return { userId: id, email: email ?? '', client: await clientOf(id) }
}
