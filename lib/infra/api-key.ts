import { hash, randomBytes, timingSafeEqual } from 'node:crypto'

/** kt_<id>_<secret>: 16 and 32 bytes in base64url. The id finds the row, the secret opens it. */
const TEXT = /^kt_([A-Za-z0-9_-]{22})_([A-Za-z0-9_-]{43})$/

const hashOf = (secret: string): Buffer => hash('sha256', secret, 'buffer')

/**
 * Makes the text of a key with a secret of 256 random bits.
 * @param id the key's uuid
 * @returns the text, to be shown once, and the hash to keep
 */
export function makeApiKeyText(id: string): { text: string; hash: string } {
  const secret = randomBytes(32).toString('base64url')
  const short = Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')
  return { text: `kt_${short}_${secret}`, hash: hashOf(secret).toString('hex') }
}

export type ShownKey = { id: string; hash: Buffer }

/** Takes a key's text apart; undefined for anything that was never a key of ours. */
export function readApiKeyText(text: string): ShownKey | undefined {
  const [, short, secret] = TEXT.exec(text) ?? []
  if (!short || !secret) return undefined
  const hex = Buffer.from(short, 'base64url').toString('hex')
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  return { id, hash: hashOf(secret) }
}

/** Compares a shown secret's hash with the kept one, in the same time whatever differs. */
export function isSameHash(shown: Buffer, kept: string): boolean {
  const stored = Buffer.from(kept, 'hex')
  return stored.length === shown.length && timingSafeEqual(shown, stored)
}
