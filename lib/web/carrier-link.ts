import { cookies } from 'next/headers'
import { isHttps } from '#lib/infra/env.ts'

const COOKIE = 'carrier'

/** Of this group order's pages alone: it goes nowhere else, and needs no name of its own. */
const about = (slug: string) => ({
  httpOnly: true,
  sameSite: 'lax' as const,
  secure: isHttps,
  path: `/g/${slug}`,
})

/** The code of the link through which this browser came to the group order whose pages ask. */
export const carrierCode = async (): Promise<string | undefined> => (await cookies()).get(COOKIE)?.value.slice(0, 20)

/** Remembers it until orders close; the last link that was followed counts. Only in a route or an action. */
export async function rememberCarrier(slug: string, code: string, cutoffAt: Date): Promise<void> {
  ;(await cookies()).set(COOKIE, code, { ...about(slug), expires: cutoffAt })
}

export async function dropCarrier(slug: string): Promise<void> {
  ;(await cookies()).set(COOKIE, '', { ...about(slug), maxAge: 0 })
}
