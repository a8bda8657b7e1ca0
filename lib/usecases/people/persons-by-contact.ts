import { pool } from '#lib/db/client.ts'
import { isTransient } from '#lib/db/errors.ts'
import { together } from '#lib/db/together.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { Locale } from '#lib/domain/text.ts'
import { type Contact, normaliseContact } from '#lib/infra/contact.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { contactOf, localeOf } from '../post-message.ts'

export type PersonFound = { userId: string; contact: Contact; locale: Locale }
export type PersonRefusal = { code: 'BAD_CONTACT'; field: 'contact' } | { code: 'PERSON_DISABLED'; field: 'contact' }

type Row = { id: string; email: string | null; phone: string | null; locale: string; disabled: boolean }
const MAX_TRIES = 3

const rowOf = together<Row>((addresses) => findOrMake(addresses.map(contactOf)))

/**
 * Whose address this is; somebody new gets a row, which is theirs when they sign in with that address. Requests that
 * arrive while a statement is under way ride the next one together, as at the order desk.
 * @param text e-mail address or phone number in any spelling
 * @returns the person, the address as stored, and the language they read. Refuses BAD_CONTACT, PERSON_DISABLED
 */
export async function personFor(text: string): Promise<Outcome<PersonFound, PersonRefusal>> {
  const contact = normaliseContact(text)
  if (!contact) return refuse({ code: 'BAD_CONTACT', field: 'contact' })
  const row = await rowOf(contact.value)
  if (!row) throw new Error('somebody was neither there nor could be made')
  if (row.disabled) return refuse({ code: 'PERSON_DISABLED', field: 'contact' })
  return accept({ userId: row.id, contact, locale: localeOf(row.locale) })
}

/**
 * One statement for all. In address order, so that two processes that make the same two people never wait for each other in
 * a circle. Who was made by somebody else while the statement ran is not in its snapshot: a second look finds them.
 */
async function findOrMake(contacts: readonly Contact[]): Promise<Map<string, Row>> {
  const wanted = [...new Map(contacts.map((contact) => [contact.value, contact])).values()]
  wanted.sort((a, b) => (a.value < b.value ? -1 : 1))
  for (let tries = 1; ; tries++) {
    try {
      const found = await findOrMakeOnce(wanted)
      if (wanted.every(({ value }) => found.has(value))) return found
      if (tries >= MAX_TRIES) throw new Error('somebody was neither there nor could be made')
    } catch (error) {
      if (tries >= MAX_TRIES || !isTransient(error)) throw error
    }
  }
}

async function findOrMakeOnce(wanted: readonly Contact[]): Promise<Map<string, Row>> {
  const { rows } = await pool.query<Row>(
    `with wanted as (select * from unnest($1::uuid[], $2::text[], $3::text[]) as w(id, email, phone)),
     known as (
       select id, email, phone, locale, disabled_at is not null as disabled from users
       where email = any($2::text[]) or phone = any($3::text[])),
     made as (
       insert into users (id, email, phone, locale, region)
       select w.id, w.email, w.phone, $4, $5 from wanted w
       where not exists (select 1 from known k where k.email = w.email or k.phone = w.phone)
       on conflict do nothing
       returning id, email, phone, locale, disabled_at is not null as disabled)
     select * from known union all select * from made`,
    [
      wanted.map(() => newId()),
      wanted.map(({ kind, value }) => (kind === 'email' ? value : null)),
      wanted.map(({ kind, value }) => (kind === 'phone' ? value : null)),
      env.DEFAULT_LOCALE,
      env.REGION,
    ],
  )
  const found = new Map<string, Row>()
  for (const row of rows) {
    if (row.email) found.set(row.email, row)
    if (row.phone) found.set(row.phone, row)
  }
  return found
}
