import NotHere from '#app/not-here.tsx'
import { setStatus } from '#lib/web/status.ts'

/** Every address that no page has: told in the reader's language, with or without JavaScript. */
export default function Page() {
  setStatus(404)
  return <NotHere />
}
