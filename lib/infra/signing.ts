import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto'
import { env } from './env.ts'

/** A key for one purpose, drawn from the instance's secret: a signature made for one purpose is worthless for another. */
const keyFor = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', env.NEXTAUTH_SECRET, 'kaituan', purpose, 32))

/** Drawn once each, since every checkout seals and opens several cookies. Purposes are few and our own. */
const keys = new Map<string, KeyObject>()

function macOf(purpose: string, text: string): Buffer {
  const key = keys.get(purpose) ?? createSecretKey(keyFor(purpose))
  keys.set(purpose, key)
  return createHmac('sha256', key).update(text).digest()
}

/** Seals a value that a browser keeps for us: it can be read there, but not changed. */
export function seal(purpose: string, value: unknown): string {
  const text = Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${text}.${macOf(purpose, text).toString('base64url')}`
}

/** Opens what `seal` made; undefined when it was made elsewhere, for another purpose, or changed. */
export function unseal(purpose: string, sealed: string | undefined): unknown {
  const [text, mac] = sealed?.split('.') ?? []
  if (!text || !mac) return undefined
  const given = Buffer.from(mac, 'base64url')
  const right = macOf(purpose, text)
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return undefined
  }
}

/** A number below `size` that nobody can guess without the secret: the same for the same text. */
export const secretNumber = (secret: string, text: string, size: number): number =>
  createHmac('sha256', secret).update(text).digest().readUIntBE(0, 6) % size

// Ed25519, so that a station's device can check a pass offline with the public key alone.
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const passKey = createPrivateKey({
  key: Buffer.concat([PKCS8_PREFIX, keyFor('pickup pass')]),
  format: 'der',
  type: 'pkcs8',
})
const passPublicKey = createPublicKey(passKey)

/**
 * The text of an order's QR: order id, 128 random bits and a signature over both.
 * @param orderId uuid
 * @param secret base64url of 16 random bytes
 */
export function makePass(orderId: string, secret: string): string {
  const body = Buffer.concat([Buffer.from(orderId.replaceAll('-', ''), 'hex'), Buffer.from(secret, 'base64url')])
  return `KT1.${Buffer.concat([body, sign(null, body, passKey)]).toString('base64url')}`
}

/** Reads a QR's text; undefined when we did not sign it. */
export function readPass(text: string): { orderId: string; secret: string } | undefined {
  const bytes = Buffer.from(/^KT1\.([\w-]+)$/.exec(text.trim())?.[1] ?? '', 'base64url')
  if (bytes.length !== 96 || !verify(null, bytes.subarray(0, 32), passPublicKey, bytes.subarray(32))) return undefined
  const hex = bytes.subarray(0, 16).toString('hex')
  const orderId = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  return { orderId, secret: bytes.subarray(16, 32).toString('base64url') }
}
