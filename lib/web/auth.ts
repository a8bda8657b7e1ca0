import type { NextAuthOptions } from 'next-auth'
import type { EmailConfig } from 'next-auth/providers/email'
import { db } from '#lib/db/client.ts'
import { env, isHttps } from '#lib/infra/env.ts'
import { log } from '#lib/infra/log.ts'
import { adapter } from './auth-adapter.ts'

declare module 'next-auth' {
  interface Session {
    user: { id: string; name?: string | null }
  }
}

/** The session cookie; __Host- binds it to this host, over https only. */
export const sessionCookie = {
  name: `${isHttps ? '__Host-' : ''}kaituan.session`,
  options: { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps },
} as const

/** Keeps the asking browser's secret and where to go after signing in. */
export const askCookie = {
  name: `${isHttps ? '__Host-' : ''}kaituan.ask`,
  options: { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps, maxAge: 900 },
} as const

// next-auth's type allows only the id 'email'
const code: Omit<EmailConfig, 'id' | 'name'> & { id: string; name: string } = {
  id: 'code',
  type: 'email',
  name: 'Code',
  from: '',
  server: '',
  maxAge: 600,
  sendVerificationRequest: async () => {
    throw new Error('codes are asked for by requestSignInCode')
  },
  options: {},
}

export const authOptions: NextAuthOptions = {
  secret: env.NEXTAUTH_SECRET,
  adapter,
  session: { strategy: 'database', maxAge: 30 * 86_400, updateAge: 86_400 },
  pages: { signIn: '/sign-in', error: '/sign-in' },
  providers: [code as EmailConfig],
  cookies: { sessionToken: sessionCookie },
  // next-auth logs whole errors, addresses included
  logger: { error: (name) => log.error({ name }, 'next-auth'), warn: () => undefined, debug: () => undefined },
  callbacks: {
    // A disabled person cannot come back; a new one has no row yet.
    signIn: async ({ user }) =>
      !(await db.user.findFirst({
        where: { OR: [{ email: user.email ?? '' }, { phone: user.email ?? '' }], disabledAt: { not: null } },
      })),
    session: ({ session, user }) => ({ ...session, user: { id: user.id } }),
  },
}
