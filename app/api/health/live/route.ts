export const dynamic = 'force-dynamic'

/** 200 as long as this process turns, whatever becomes of the database: restarting it would mend nothing. */
export const GET = (): Response => Response.json({ status: 'ok' })
