import { pool } from '#lib/db/client.ts'

/** Remembers that an API key was used; once a minute is enough for whoever looks at the list. */
export async function noteApiKeyUse(apiKeyId: string): Promise<void> {
  await pool.query(
    `update api_keys set last_used_at = clock_timestamp()
     where id = $1 and (last_used_at is null or last_used_at < clock_timestamp() - interval '1 minute')`,
    [apiKeyId],
  )
}
