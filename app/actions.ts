'use server'

import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { isLocale } from '#lib/domain/text.ts'
import { isHttps } from '#lib/infra/env.ts'
import { signOut as endSession } from '#lib/usecases/sign-in/sign-out.ts'
import { sessionCookie } from '#lib/web/auth.ts'
import { localPath } from '#lib/web/local-path.ts'
import { LOCALE_COOKIE } from '#lib/web/locale.ts'
import { isSameOrigin } from '#lib/web/session.ts'

const YEAR = 31_536_000

async function back(): Promise<never> {
  const referer = (await headers()).get('referer')
  redirect(localPath(referer && URL.canParse(referer) ? new URL(referer).pathname + new URL(referer).search : '/'))
}

/** Keeps the language a person chose. */
export async function setLanguage(form: FormData): Promise<void> {
  const lang = String(form.get('lang'))
  if ((await isSameOrigin()) && isLocale(lang))
    (await cookies()).set(LOCALE_COOKIE, lang, { maxAge: YEAR, sameSite: 'lax', secure: isHttps })
  await back()
}

/** Keeps light or dark; anything else follows the system again. */
export async function setTheme(form: FormData): Promise<void> {
  if (await isSameOrigin()) {
    const theme = String(form.get('theme'))
    const jar = await cookies()
    if (theme === 'light' || theme === 'dark')
      jar.set('theme', theme, { maxAge: YEAR, sameSite: 'lax', secure: isHttps })
    else jar.delete('theme')
  }
  await back()
}

/** Ends the session in the database, so that a copy of the cookie opens nothing. */
export async function signOut(): Promise<void> {
  if (await isSameOrigin()) {
    const jar = await cookies()
    const token = jar.get(sessionCookie.name)?.value
    if (token) await endSession(token)
    jar.delete(sessionCookie.name)
  }
  redirect('/')
}
