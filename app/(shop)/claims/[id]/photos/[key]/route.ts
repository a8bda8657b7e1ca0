import { readPicture } from '#lib/infra/picture.ts'
import { claimToDecide, ownClaim } from '#lib/queries/claims.ts'
import { claimGate, shopperGate } from '#lib/queries/gates.ts'
import { currentUserId } from '#lib/web/session.ts'

type Props = { params: Promise<{ id: string; key: string }> }

const none = (status: number) => new Response(null, { status, headers: { 'cache-control': 'no-store' } })

/** A picture of a claim, for its shopper and for who decides it, and for no cache. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { id, key } = await params
  const userId = await currentUserId()
  if (!userId) return none(401)
  const [shopper, decider] = await Promise.all([shopperGate(userId), claimGate(userId, id)])
  const claim = decider ? await claimToDecide(decider) : shopper && (await ownClaim(shopper, id))
  if (!claim?.photos.includes(key)) return none(404)
  const bytes = await readPicture(`${key}-640.webp`, 'claims/')
  if (!bytes) return none(404)
  return new Response(Buffer.from(bytes), {
    headers: {
      'content-type': 'image/webp',
      'content-length': String(bytes.length),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'",
    },
  })
}
