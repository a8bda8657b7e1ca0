import { hash } from 'node:crypto'
import { db } from '#lib/db/client.ts'

/** What the sessions table holds of a cookie's token. */
export const sessionHash = (token: string): string => hash('sha256', token)

/** Ends one session; a second time does nothing. */
export async function signOut(token: string): Promise<void> {
  await db.session.deleteMany({ where: { tokenHash: sessionHash(token) } })
}

/** Ends every session of a person, e.g. when an admin disables them. */
export async function signOutEverywhere(userId: string): Promise<void> {
  await db.session.deleteMany({ where: { userId } })
}
