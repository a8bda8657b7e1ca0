import { NextRequest, NextResponse } from 'next/server'
import NextAuth from 'next-auth'
import { z } from 'zod'
import { unseal } from '#lib/infra/signing.ts'
import { countTry } from '#lib/usecases/sign-in/count-try.ts'
import { tokenOf } from '#lib/usecases/sign-in/request-code.ts'
import { askCookie, authOptions, sessionCookie } from '#lib/web/auth.ts'
import { localPath } from '#lib/web/local-path.ts'

type Context = { params: Promise<{ nextauth: string[] }> }
const handler = NextAuth(authOptions) as (request: NextRequest, context: Context) => Promise<Response>

const asked = z.object({ askId: z.string(), next: z.string() })

/**
 * Redeems a one-time code. This is the only door of next-auth that is open: codes are asked for and sessions ended by
 * server actions of our own, and no GET may redeem (mail scanners follow links, and addresses are logged).
 */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params
  if (nextauth.join('/') !== 'callback/code') return new NextResponse(null, { status: 404 })
  const origin = request.headers.get('origin')
  if (!origin || !URL.canParse(origin) || new URL(origin).host !== request.headers.get('host'))
    return new NextResponse(null, { status: 403 })
  const ask = asked.safeParse(unseal('ask', request.cookies.get(askCookie.name)?.value))
  if (!ask.success) return see('/sign-in?error=expired')
  const form = await request.formData()
  const code = String(form.get('code') ?? '')
    .normalize('NFKC')
    .replace(/\D/g, '')
  if (code.length !== 6) return see('/sign-in/code?error=wrong')
  if (!(await countTry(ask.data.askId))) return see('/sign-in?error=expired')

  // next-auth reads the token of an e-mail callback from the query only: hand it a request whose address never existed
  const url = new URL('/api/auth/callback/code', request.url)
  url.searchParams.set('token', tokenOf(ask.data.askId, code))
  const answer = await handler(new NextRequest(url, { method: 'POST', headers: request.headers }), context)
  const location = answer.headers.get('location') ?? ''
  if (location.includes('error=AccessDenied')) return see('/sign-in?error=denied')
  if (location.includes('error=')) return see('/sign-in/code?error=wrong')
  const next = see(localPath(ask.data.next))
  next.cookies.set(askCookie.name, '', { ...askCookie.options, maxAge: 0 })
  // after cookies.set, which writes all Set-Cookie lines anew; next-auth's own helpers' cookies are of no use here
  for (const cookie of answer.headers.getSetCookie())
    if (cookie.startsWith(`${sessionCookie.name}=`)) next.headers.append('set-cookie', cookie)
  return next
}

const see = (path: string): NextResponse => new NextResponse(null, { status: 303, headers: { location: path } })
