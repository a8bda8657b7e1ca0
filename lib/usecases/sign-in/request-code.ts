import { createHash, randomBytes, randomInt } from 'node:crypto'
import { isWithinLimit } from '#lib/db/rate-limit.ts'
import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { Locale } from '#lib/domain/text.ts'
import { type Contact, normaliseContact } from '#lib/infra/contact.ts'
import { env } from '#lib/infra/env.ts'
import { postMessage } from '../post-message.ts'

export const CODE_MINUTES = 10
export const CODE_TRIES = 5

// In demo mode everybody shares this machine's own address and a few demo people; elsewhere they are strangers.
const CLIENT_CODES = env.DEMO ? 5_000 : 20
const ADDRESS_CODES = env.DEMO ? 5_000 : 10

/** What next-auth stores for a token: we ask for codes ourselves, it redeems them. */
const hashOf = (token: string): string => createHash('sha256').update(`${token}${env.NEXTAUTH_SECRET}`).digest('hex')

/** The token next-auth sees: the browser's secret and the code together, so that neither opens anything alone. */
export const tokenOf = (askId: string, code: string): string => `${askId}.${code}`

/** How the row is found: by a hash of the browser's secret, which the database itself never holds. */
export const askKey = (askId: string): string => createHash('sha256').update(`ask ${askId}`).digest('hex')

/**
 * Sends a one-time code to an e-mail address or phone. Known and unknown addresses are treated alike.
 * @param contact as typed
 * @param client the asking client's address, for the limit
 * @returns the secret that the asking browser must keep, and the address as we understood it
 * Refusals: BAD_CONTACT; TOO_MANY_CODES (20 in ten minutes from one client, 10 to one address).
 * Source: OWASP ASVS 5.0, 6.5 and 6.6.
 */
export async function requestSignInCode(
  contact: string,
  client: string,
  locale: Locale,
): Promise<Outcome<{ askId: string; contact: Contact }, { code: 'BAD_CONTACT' | 'TOO_MANY_CODES'; field: 'contact' }>> {
  const address = normaliseContact(contact)
  if (!address) return refuse({ code: 'BAD_CONTACT', field: 'contact' })
  const allowed =
    (await isWithinLimit(`code client ${client}`, CLIENT_CODES, 600)) &&
    (await isWithinLimit(`code to ${address.value}`, ADDRESS_CODES, 600))
  if (!allowed) return refuse({ code: 'TOO_MANY_CODES', field: 'contact' })
  const askId = randomBytes(16).toString('base64url')
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  await transaction(async (tx) => {
    await tx.loginCode.deleteMany({ where: { expiresAt: { lt: new Date(Date.now() - 3_600_000) } } })
    await tx.loginCode.create({
      data: {
        id: askKey(askId),
        identifier: address.value,
        hash: hashOf(tokenOf(askId, code)),
        expiresAt: new Date(Date.now() + CODE_MINUTES * 60_000),
      },
    })
    await postMessage(tx, { to: address, template: 'signInCode', locale, facts: { code, minutes: CODE_MINUTES } })
  })
  return accept({ askId, contact: address })
}
