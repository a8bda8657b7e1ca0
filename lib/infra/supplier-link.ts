import { hash, randomBytes } from 'node:crypto'

/** 24 bytes in base64url: 192 random bits, with nothing in them that says whose they are. */
const TEXT = /^[A-Za-z0-9_-]{32}$/

const hashOf = (token: string): string => hash('sha256', token, 'hex')

/** Makes the token of a supplier's private link. @returns the token, which only the mail tells, and the hash to keep */
export function makeSupplierLink(): { token: string; tokenHash: string } {
  const token = randomBytes(24).toString('base64url')
  return { token, tokenHash: hashOf(token) }
}

/** The hash under which a token is kept; undefined for anything that was never one. */
export const hashOfLink = (token: string): string | undefined => (TEXT.test(token) ? hashOf(token) : undefined)
