import { env } from '#lib/infra/env.ts'
import { demoFile } from '#lib/queries/person.ts'
import { fileResponse } from '#lib/web/csv.ts'

type Context = { params: Promise<{ id: string; file: string }> }

/** A file that would have gone with a mail. Demo mode only: elsewhere it does not exist. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { id, file } = await params
  const found = env.DEMO ? await demoFile(id, file) : undefined
  return found ? fileResponse(found.name, found.contentType, found.content) : new Response(null, { status: 404 })
}
