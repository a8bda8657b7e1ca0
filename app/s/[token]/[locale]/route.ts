import { isLocale } from '#lib/domain/text.ts'
import { isHttps } from '#lib/infra/env.ts'
import { LOCALE_COOKIE } from '#lib/web/locale.ts'

type Context = { params: Promise<{ token: string; locale: string }> }

const YEAR = 31_536_000

/** The link as it is mailed: opens the page in the supplier's own language, which its switch can change. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { token, locale } = await params
  const headers = new Headers({ location: `/s/${encodeURIComponent(token)}`, 'cache-control': 'private, no-store' })
  if (isLocale(locale)) {
    const cookie = `${LOCALE_COOKIE}=${locale}; Path=/; Max-Age=${YEAR}; SameSite=Lax${isHttps ? '; Secure' : ''}`
    headers.append('set-cookie', cookie)
  }
  return new Response(null, { status: 303, headers })
}
