import { pool } from '#lib/db/client.ts'
import { maskContact, maskName } from '#lib/domain/masking.ts'
import type { AdminFor } from '#lib/domain/who.ts'

export type WaitingWithdrawal = {
  id: string
  /** Both masked. */
  name: string
  contact: string
  amountMinor: number
  currency: string
  wantedAt: Date
}

/** What shoppers want paid out, the longest waiting first. */
export async function withdrawalsWaiting(_who: AdminFor<'money'>): Promise<WaitingWithdrawal[]> {
  const { rows } = await pool.query<WaitingWithdrawal>(
    `select w.id, coalesce(u.name, '') as name, coalesce(u.email, u.phone, '') as contact, w.amount_minor as "amountMinor",
       w.currency, w.wanted_at as "wantedAt"
     from withdrawals w join users u on u.id = w.user_id where w.state = 'wanted' order by w.wanted_at limit 100`,
  )
  return rows.map((row) => ({ ...row, name: maskName(row.name), contact: maskContact(row.contact) }))
}
