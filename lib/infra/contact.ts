import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { env } from './env.ts'

export type Contact = { kind: 'email' | 'phone'; value: string }

const EMAIL = /^[^\s@",;<>]{1,64}@[^\s@",;<>]{1,180}\.[^\s@",;<>.]{2,24}$/

/**
 * Brings every spelling of an address to one: e-mail lower-cased, phone as E.164 (numbers without a country code belong
 * to PHONE_COUNTRY). Answers undefined when it is neither.
 */
export function normaliseContact(raw: string): Contact | undefined {
  const text = raw.normalize('NFKC').trim()
  if (text.length > 254) return undefined
  if (text.includes('@')) return EMAIL.test(text) ? { kind: 'email', value: text.toLowerCase() } : undefined
  const phone = parsePhoneNumberFromString(text, env.PHONE_COUNTRY as CountryCode)
  return phone?.isValid() ? { kind: 'phone', value: phone.number } : undefined
}
