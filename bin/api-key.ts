import { parseArgs } from 'node:util'
import { closePool } from '#lib/db/client.ts'
import { API_SCOPES } from '#lib/domain/api-scopes.ts'
import { isId } from '#lib/queries/gates.ts'
import { createApiKey, MAX_KEY_NAME, type NewApiKeyRefusal } from '#lib/usecases/api-key/create.ts'

/** npm run api-key -- --name N --scopes a,b [--leader ID]: makes a key for /api/v1 and prints {"id","key"}, once. */
const USAGE = 'usage: npm run api-key -- --name "What it is for" --scopes read,orders [--leader LEADER_ID]'

const SAID: Record<NewApiKeyRefusal['code'], string> = {
  NAME_NEEDED: `--name: 1 to ${MAX_KEY_NAME} characters`,
  BAD_SCOPES: `--scopes: some of ${API_SCOPES.join(', ')} with commas between them, or * for all`,
  UNKNOWN_LEADER: '--leader: no leader has this id',
}

try {
  const outcome = await createApiKey('shell', options())
  if (outcome.ok) console.log(JSON.stringify({ id: outcome.value.id, key: outcome.value.key }))
  else fail(SAID[outcome.refusal.code])
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
} finally {
  await closePool()
}

function options(): { name: string; scopes: string; leaderId?: string } {
  const { values } = parseArgs({
    options: { name: { type: 'string' }, scopes: { type: 'string' }, leader: { type: 'string' } },
  })
  const { name, scopes, leader } = values
  if (!name || !scopes) throw new Error(USAGE)
  if (leader !== undefined && !isId(leader)) throw new Error(SAID.UNKNOWN_LEADER)
  return { name, scopes, ...(leader && { leaderId: leader }) }
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
