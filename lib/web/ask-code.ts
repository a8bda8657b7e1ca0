import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { seal, unseal } from '#lib/infra/signing.ts'
import { askCookie } from './auth.ts'
import { localPath } from './local-path.ts'

/** Keeps the secret that binds a code to this browser, and sends the person to where they type it. */
export async function toCodePage(askId: string, contact: string, next: string): Promise<never> {
  ;(await cookies()).set(askCookie.name, seal('ask', { askId, contact, next: localPath(next) }), askCookie.options)
  redirect('/sign-in/code')
}

/** The address this browser asked a code for, if it did lately. */
export async function askedContact(): Promise<string | undefined> {
  const parsed = z
    .object({ contact: z.string() })
    .safeParse(unseal('ask', (await cookies()).get(askCookie.name)?.value))
  return parsed.success ? parsed.data.contact : undefined
}
