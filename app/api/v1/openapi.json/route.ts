import { openApi } from '#lib/web/api/openapi.ts'

export const dynamic = 'force-dynamic'

let written: string | undefined

/** What the API is, for programs: open to everybody, as it says nothing of anybody. */
export function GET(): Response {
  written ??= JSON.stringify(openApi())
  return new Response(written, {
    headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' },
  })
}
