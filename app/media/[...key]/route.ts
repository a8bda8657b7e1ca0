import { readPicture } from '#lib/infra/picture.ts'

type Props = { params: Promise<{ key: string[] }> }

/** A product's picture. Its name is random and its contents never change, so any cache may keep it for good. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const bytes = await readPicture((await params).key.join('/'))
  if (!bytes) return new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } })
  return new Response(Buffer.from(bytes), {
    headers: {
      'content-type': 'image/webp',
      'content-length': String(bytes.length),
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'",
    },
  })
}
