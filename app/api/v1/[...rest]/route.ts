import { notFound } from '#lib/web/api/handler.ts'

export const dynamic = 'force-dynamic'

/** Whatever is no address of the API: a JSON answer, as everything under /api/v1. */
export { notFound as DELETE, notFound as GET, notFound as PATCH, notFound as POST, notFound as PUT }
