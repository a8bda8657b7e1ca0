import { cookies } from 'next/headers'
import { z } from 'zod'
import { isHttps } from '#lib/infra/env.ts'
import { seal, unseal } from '#lib/infra/signing.ts'

/** What is in the basket of one group: offer id → pieces or grams. */
export type Basket = Record<string, number>

const COOKIE = 'basket'
const MAX_GROUPS = 3
const MAX_LINES = 40

// Ids are kept short, since a cookie holds 4 kB: 22 characters instead of 36.
const short = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')
const long = (id: string) =>
  Buffer.from(id, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

const kept = z
  .array(z.tuple([z.string(), z.array(z.tuple([z.string().length(22), z.number().int().min(1)])).max(MAX_LINES)]))
  .max(MAX_GROUPS)

async function readAll(): Promise<z.infer<typeof kept>> {
  const parsed = kept.safeParse(unseal(COOKIE, (await cookies()).get(COOKIE)?.value))
  return parsed.success ? parsed.data : []
}

/** The basket of this group order, from its signed cookie. */
export async function readBasket(groupOrderId: string): Promise<Basket> {
  const own = (await readAll()).find(([group]) => group === short(groupOrderId))
  return Object.fromEntries((own?.[1] ?? []).map(([offer, quantity]) => [long(offer), quantity]))
}

/** Puts this basket in place of the one before; the group touched last is kept longest. Only in an action. */
export async function writeBasket(groupOrderId: string, basket: Basket): Promise<void> {
  const others = (await readAll()).filter(([group]) => group !== short(groupOrderId))
  const lines = Object.entries(basket)
    .filter(([, quantity]) => quantity > 0)
    .slice(0, MAX_LINES)
    .map(([offer, quantity]) => [short(offer), quantity] as [string, number])
  const all = lines.length ? [[short(groupOrderId), lines] as [string, [string, number][]], ...others] : others
  ;(await cookies()).set(COOKIE, seal(COOKIE, all.slice(0, MAX_GROUPS)), {
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps,
    path: '/',
    maxAge: 7 * 86_400,
  })
}
