import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { AdminDuty } from '#lib/domain/duties.ts'
import { sessionUser } from '#lib/queries/account.ts'
import {
  adminGate,
  invoiceGate,
  keeperGate,
  leaderGate,
  managerGate,
  rolesOf,
  shopperGate,
  statementGate,
} from '#lib/queries/gates.ts'
import { sessionHash } from '#lib/usecases/sign-in/sign-out.ts'
import { sessionCookie } from './auth.ts'
import { setStatus } from './status.ts'

/** The signed-in person's id, or undefined. Read once a request. */
export const currentUserId = cache(async (): Promise<string | undefined> => {
  const token = (await cookies()).get(sessionCookie.name)?.value
  return token ? sessionUser(sessionHash(token)) : undefined
})

/** What the signed-in person may enter; everything false for a visitor. */
export const currentRoles = cache(async () => {
  const userId = await currentUserId()
  return userId ? rolesOf(userId) : { leader: false, keeper: false, duties: [] as AdminDuty[] }
})

/** Sends a visitor to sign in and back here afterwards. */
export async function toSignIn(next: string): Promise<never> {
  redirect(`/sign-in?next=${encodeURIComponent(next)}`)
}

/**
 * The page gates. A visitor is sent to sign in; someone without the right gets undefined and the page shows
 * <NotAllowed/> with status 403 (or 404, where even the existence is not theirs to know).
 */
export async function pageShopper(path: string) {
  const userId = await currentUserId()
  return (userId && (await shopperGate(userId))) || toSignIn(path)
}

export async function pageLeader(path: string) {
  const userId = (await currentUserId()) ?? (await toSignIn(path))
  return denied(await leaderGate(userId), 403)
}

export async function pageManager(path: string, groupOrderId: string) {
  const userId = (await currentUserId()) ?? (await toSignIn(path))
  return denied(await managerGate(userId, groupOrderId), 404)
}

export async function pageKeeper(path: string, stationId: string) {
  const userId = (await currentUserId()) ?? (await toSignIn(path))
  return denied(await keeperGate(userId, stationId), 404)
}

export async function pageStatement(path: string, statementId: string) {
  const userId = (await currentUserId()) ?? (await toSignIn(path))
  return denied(await statementGate(userId, statementId), 404)
}

export async function pageInvoice(path: string, invoiceId: string) {
  const userId = (await currentUserId()) ?? (await toSignIn(path))
  return denied(await invoiceGate(userId, invoiceId), 404)
}

export async function pageAdmin<Duty extends AdminDuty>(path: string, duty: Duty) {
  const userId = (await currentUserId()) ?? (await toSignIn(path))
  return denied(await adminGate(userId, duty), 403)
}

function denied<T>(who: T | undefined, status: 403 | 404): T | undefined {
  if (!who) setStatus(status)
  return who
}

/** The address of the client as the server saw it; never taken from a header a client can write. */
export const clientAddress = async (): Promise<string> => (await headers()).get('x-client-ip') ?? 'unknown'

/** Our own origin? A browser always sends Origin with a POST; without one, or with another's, a write is refused. */
export async function isSameOrigin(): Promise<boolean> {
  const sent = await headers()
  const origin = sent.get('origin')
  return Boolean(origin && URL.canParse(origin) && new URL(origin).host === sent.get('host'))
}
