import { pool } from '#lib/db/client.ts'
import { together } from '#lib/db/together.ts'

/** What nearly every request of a signed-in person asks for: read together with all who ask at the moment. */
export type Account = {
  id: string
  email: string | null
  phone: string | null
  name: string | null
  locale: string
  isDisabled: boolean
}

/** The person with this id, a uuid. */
export const accountOf = together<Account>(async (ids) => {
  const { rows } = await pool.query<Account>(
    `select id, email, phone, name, locale, disabled_at is not null as "isDisabled" from users where id = any($1::uuid[])`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
})

/** Where news of a person's orders goes, E.164 or e-mail. */
export const addressOf = ({ email, phone }: Account): string => email ?? phone ?? ''

/** Whose session this is, by the hash of its token: undefined when it has expired, was ended, or its person is disabled. */
export const sessionUser = together<string>(async (hashes) => {
  const { rows } = await pool.query<{ hash: string; userId: string }>(
    `select s.token_hash as hash, s.user_id as "userId" from sessions s join users u on u.id = s.user_id
     where s.token_hash = any($1::text[]) and s.expires_at > clock_timestamp() and u.disabled_at is null`,
    [hashes],
  )
  return new Map(rows.map(({ hash, userId }) => [hash, userId]))
})
