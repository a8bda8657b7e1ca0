import { parseArgs } from 'node:util'
import { closePool } from '#lib/db/client.ts'
import { env } from '#lib/infra/env.ts'
import { type AdminRefusal, makeAdmin } from '#lib/usecases/people/make-admin.ts'

/** npm run admin -- --email E [--name N] [--force]: makes the first admin of a real shop, with all duties. */
const USAGE = 'usage: npm run admin -- --email you@example.org [--name "Your name"] [--force]'

const SAID: Record<AdminRefusal['code'], string> = {
  BAD_EMAIL: 'this is not an e-mail address',
  ADMIN_EXISTS: 'there is an admin already, who can name others under People; --force makes one all the same',
  DISABLED: 'this person is disabled: an admin must enable them first, or take another address',
}

try {
  const { email, name, force } = options()
  const outcome = await makeAdmin(email, name, force)
  if (outcome.ok)
    console.log(`${outcome.value.email} is an admin now, with all duties: sign in at ${env.PUBLIC_URL}/sign-in`)
  else fail(SAID[outcome.refusal.code])
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
} finally {
  await closePool()
}

function options(): { email: string; name?: string; force: boolean } {
  const { values } = parseArgs({
    options: { email: { type: 'string' }, name: { type: 'string' }, force: { type: 'boolean', default: false } },
  })
  const { email, name, force } = values
  if (!email) throw new Error(USAGE)
  return { email, force, ...(name?.trim() && { name: name.trim() }) }
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
