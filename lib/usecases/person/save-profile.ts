import { pool } from '#lib/db/client.ts'
import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome } from '#lib/domain/outcome.ts'
import type { Locale } from '#lib/domain/text.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'

export type Profile = { name?: string | null; nickname?: string | null; showNickname?: boolean; locale?: Locale }

/** Saves what a person says of themselves; what is left out stays. The trail tells which fields changed, not to what. */
export async function saveProfile(who: Shopper, profile: Profile): Promise<Outcome<true, never>> {
  await transaction(async (tx) => {
    await tx.user.update({ where: { id: who.userId }, data: profile })
    await audit(tx, {
      actorId: who.userId,
      actorRole: 'shopper',
      action: 'person.save',
      subjectType: 'user',
      subjectId: who.userId,
      data: { fields: Object.keys(profile) },
    })
  })
  return accept(true)
}

/** Keeps the language and the name a person used at the checkout, without a trace of their own. */
export async function rememberCheckout(who: Shopper, name: string, locale: Locale): Promise<void> {
  await pool.query('update users set name = $2, locale = $3 where id = $1', [who.userId, name, locale])
}
