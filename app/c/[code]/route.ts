import { getTranslations } from 'next-intl/server'
import { linkOf } from '#lib/queries/carrying.ts'
import { rememberCarrier } from '#lib/web/carrier-link.ts'

/**
 * A carrier's link: remembers in the browser who carries this group order, and leads to its page, which is kept for everybody
 * and knows nothing of it. A link that is over leads there as well.
 */
export async function GET(request: Request, { params }: { params: Promise<{ code: string }> }): Promise<Response> {
  const { code } = await params
  const link = await linkOf(code)
  const headers = { 'cache-control': 'no-store' }
  if (!link) {
    const t = await getTranslations('common')
    return new Response(`${t('noSuchLink')}\n`, {
      status: 404,
      headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' },
    })
  }
  // a picture on another site must not make somebody the carrier of whoever looks at it
  const isVisit = (request.headers.get('sec-fetch-dest') ?? 'document') === 'document'
  if (link.isActive && isVisit) await rememberCarrier(link.slug, code, link.cutoffAt)
  return new Response(null, { status: 303, headers: { ...headers, location: `/g/${link.slug}` } })
}
