import { cookies } from 'next/headers'
import { z } from 'zod'
import { isHttps } from '#lib/infra/env.ts'
import { seal, unseal } from '#lib/infra/signing.ts'

/** What was typed at the checkout before signing in, kept in the browser so that nothing is typed twice. */
const draft = z.object({ groupOrderId: z.string(), stationId: z.string(), name: z.string() })
export type CheckoutDraft = z.infer<typeof draft>

const COOKIE = 'checkout'

export async function readDraft(groupOrderId: string): Promise<CheckoutDraft | undefined> {
  const parsed = draft.safeParse(unseal(COOKIE, (await cookies()).get(COOKIE)?.value))
  return parsed.success && parsed.data.groupOrderId === groupOrderId ? parsed.data : undefined
}

export async function writeDraft(value: CheckoutDraft): Promise<void> {
  ;(await cookies()).set(COOKIE, seal(COOKIE, value), {
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps,
    path: '/',
    maxAge: 3_600,
  })
}

export async function dropDraft(): Promise<void> {
  ;(await cookies()).delete(COOKIE)
}
