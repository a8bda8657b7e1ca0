import { z } from 'zod'
import { liveGroup } from '#lib/queries/group-live.ts'
import { isShared } from '#lib/web/shared-page.ts'

/**
 * The numbers of a group page at this moment. bin/lib/live.ts stands before it: it asks once for all viewers, streams the
 * answer to them, and gives it to those who ask for it now and then. The topics are for it alone.
 */
export async function GET(request: Request): Promise<Response> {
  const id = z.uuid().safeParse(new URL(request.url).searchParams.get('group'))
  const live = id.success ? await liveGroup({ id: id.data }) : undefined
  const headers = { 'cache-control': 'no-store' }
  if (!live) return Response.json({ status: 'unknown group' }, { status: 404, headers })
  return Response.json((await isShared()) ? live : live.numbers, { headers })
}
