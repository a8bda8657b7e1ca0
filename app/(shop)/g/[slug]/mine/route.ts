import { z } from 'zod'
import { ownIn } from '#lib/web/own.ts'

/** What this browser and its person have in a group, for a page that came without it. No session, no database. */
export async function GET(request: Request): Promise<Response> {
  const id = z.uuid().safeParse(new URL(request.url).searchParams.get('group'))
  const headers = { 'cache-control': 'private, no-store' }
  if (!id.success) return Response.json({ status: 'unknown group' }, { status: 404, headers })
  return Response.json(await ownIn(id.data), { headers })
}
