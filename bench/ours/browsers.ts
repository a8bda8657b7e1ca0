import { pool } from '#lib/db/client.ts'
import { type Client, clientOf, formsOf, formWith } from '../../e2e/raw.ts'
import { serve } from '../child.ts'
import type { Fields } from '../multipart.ts'
import { offerId, userId } from '../world.ts'

export type CheckoutInput = { slug: string; group: number; shopper: number; places: number[] }
/** What a browser without JavaScript sends when "Place order" is pressed. */
export type Checkout = { cookies: Record<string, string>; fields: Fields }

/** Goes the way of a browser without JavaScript: three products into the basket, to the checkout, and reads its form. */
async function checkout({ slug, group, shopper, places }: CheckoutInput): Promise<Checkout> {
  const client = await clientOf(userId(shopper))
  const path = `/g/${slug}`
  for (const place of places) {
    const page = await client.get(path)
    const id = offerId(group, place)
    const form = formWith(page.body, ({ fields }) => fields.some(([name, value]) => name === 'offerId' && value === id))
    const pressed = form.buttons.slice(0, 1)
    const answer = await client.post(/<form[^>]* action="(\/[^"]*)"/.exec(form.html)?.[1] ?? path, [
      ...form.fields,
      ...pressed,
    ])
    if (answer.status >= 400) throw new Error(`the basket answered ${answer.status}`)
  }
  const page = await client.get(`${path}/checkout`)
  const form = formsOf(page.body).find(({ fields }) => fields.some(([name]) => name === 'shownTotalMinor'))
  if (!form) throw new Error(`no form at the checkout of ${path}: ${page.status}`)
  return { cookies: Object.fromEntries(client.cookies), fields: form.fields }
}

/** Sessions of so many people, straight into the database: no code is spent on them. @returns their cookies' values */
async function sessions({ first, count }: { first: number; count: number }): Promise<string[]> {
  const clients: Client[] = []
  for (let n = first; n < first + count; n += 1) clients.push(await clientOf(userId(n)))
  return clients.map(({ cookies }) => [...cookies.values()][0] ?? '')
}

await pool.query('select 1')
serve({ checkout, sessions })
