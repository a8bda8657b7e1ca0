import { readStopToken } from '#lib/infra/mail/stop-link.ts'
import { stopNotices } from '#lib/usecases/person/choose-notices.ts'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ token: string }> }

/** One click in a mail program ends the notices it shows (RFC 8058): by post, without a cookie. */
export async function POST(_request: Request, { params }: Context): Promise<Response> {
  const stop = readStopToken((await params).token)
  if (!stop) return new Response(null, { status: 404 })
  const { userId, ...which } = stop
  await stopNotices(userId, which)
  return new Response(null, { status: 204 })
}

/** Whoever follows the address is asked first. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { token } = await params
  return new Response(null, { status: 303, headers: { location: `/notices/${encodeURIComponent(token)}` } })
}
