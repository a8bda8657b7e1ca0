import { databaseAnswers } from '#lib/queries/health.ts'

export const dynamic = 'force-dynamic'

/** 200 when the database answers, else 503. */
export async function GET(): Promise<Response> {
  if (await databaseAnswers()) return Response.json({ status: 'ok' })
  return Response.json({ status: 'unavailable' }, { status: 503 })
}
