import type { Adapter, AdapterUser } from 'next-auth/adapters'
import { db } from '#lib/db/client.ts'
import { env } from '#lib/infra/env.ts'
import { contactOf } from '#lib/usecases/post-message.ts'
import { sessionHash } from '#lib/usecases/sign-in/sign-out.ts'

type Person = { id: string; email: string | null; phone: string | null; createdAt: Date }

// next-auth calls the sign-in address "email" everywhere; ours may be a phone number.
const toAuth = (user: Person): AdapterUser => ({
  id: user.id,
  email: user.email ?? user.phone ?? '',
  emailVerified: user.createdAt,
})
const maybe = (user: Person | null) => user && toAuth(user)
const addressed = (address: string) => (contactOf(address).kind === 'email' ? { email: address } : { phone: address })

/** next-auth's view of our tables. Sessions are stored as hashes; codes are asked for by requestSignInCode. */
export const adapter = {
  createUser: async (user: Omit<AdapterUser, 'id'>) =>
    toAuth(await db.user.create({ data: { ...addressed(user.email), region: env.REGION } })),
  getUser: async (id) => maybe(await db.user.findUnique({ where: { id } })),
  getUserByEmail: async (address) =>
    maybe(
      await db.user.findUnique({
        where: contactOf(address).kind === 'email' ? { email: address } : { phone: address },
      }),
    ),
  getUserByAccount: async () => null,
  updateUser: async ({ id }) => toAuth(await db.user.findUniqueOrThrow({ where: { id } })),
  linkAccount: async () => undefined,

  createSession: async ({ sessionToken, userId, expires }) => {
    await db.session.create({ data: { tokenHash: sessionHash(sessionToken), userId, expiresAt: expires } })
    return { sessionToken, userId, expires }
  },
  getSessionAndUser: async (sessionToken) => {
    const found = await db.session.findUnique({
      where: { tokenHash: sessionHash(sessionToken) },
      include: { user: true },
    })
    if (!found || found.user.disabledAt) return null
    return { session: { sessionToken, userId: found.userId, expires: found.expiresAt }, user: toAuth(found.user) }
  },
  updateSession: async ({ sessionToken, expires }) => {
    await db.session.updateMany({ where: { tokenHash: sessionHash(sessionToken) }, data: { expiresAt: expires } })
    return null
  },
  deleteSession: async (sessionToken) => {
    await db.session.deleteMany({ where: { tokenHash: sessionHash(sessionToken) } })
  },

  // asked for by next-auth's own sign-in door, which is shut
  createVerificationToken: async () => null,
  // The token holds the asking browser's 128-bit secret, so its hash finds one row or none; the tries were counted before.
  useVerificationToken: async ({ token }) => {
    const code = await db.loginCode.findUnique({ where: { hash: token } })
    if (!code || code.expiresAt <= new Date()) return null
    const { count } = await db.loginCode.deleteMany({ where: { id: code.id } })
    return count === 1 ? { identifier: code.identifier, token, expires: code.expiresAt } : null
  },
} satisfies Adapter
