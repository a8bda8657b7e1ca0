import { constants, crc32, deflateRawSync } from 'node:zlib'
import { borrow } from './buffers.ts'

/**
 * A kept page with gaps for what differs from one answer to the next: the nonce, the server's time, and two signs for the
 * page's own script. Every gap has a fixed length, so an answer is one copy of the bytes with the gaps written over.
 */
export const NONCE_LENGTH = 24
const TIME_LENGTH = 13

type Filled = { nonce: string; timeMs: number; hasOwn: boolean; isScripted: boolean }
type Gap = { at: number; length: number; kind: 'nonce' | 'time' | 'own' | 'plain' }
type Piece = { text: Buffer; gap?: Gap['kind'] }

export type PageTemplate = {
  contentType: string
  bytes: number
  plain: Form
  zipped: Form
}
type Form = {
  bytes: Buffer
  gaps: Gap[]
  /** The text between the gaps, whose checksum ends a gzip stream; absent where nothing is checked. */
  checked?: Piece[]
}

/** Sent to a browser that says it runs scripts and then does not: it comes back for a page of its own. */
const BACK = '<noscript><meta http-equiv="refresh" content="0;url=?js=0"></noscript>'
const NO_BACK = ' '.repeat(BACK.length)

/**
 * Makes a template of a rendered page.
 * @param text the page, with `place` wherever a nonce belongs
 * @param place as long as a nonce, and found nowhere else
 * @returns the template, compressed once for all its answers
 */
export function templateOf(text: string, place: string, contentType: string): PageTemplate {
  const pieces = piecesOf(text, place, contentType.startsWith('text/html'))
  const plain = plainForm(pieces)
  const zipped = zippedForm(pieces)
  return { contentType, bytes: plain.bytes.length + zipped.bytes.length, plain, zipped }
}

function piecesOf(text: string, place: string, isPage: boolean): Piece[] {
  const nonces = (part: string): Piece[] =>
    part
      .split(place)
      .map((each): Piece => ({ text: Buffer.from(each) }))
      .flatMap((each, index) => (index ? [blank('nonce', NONCE_LENGTH), each] : [each]))
  const head = isPage ? text.indexOf('</head>') : -1
  if (head < 0) return nonces(text)
  return [
    ...nonces(text.slice(0, head)),
    { text: Buffer.from('<meta name="server-time" content="') },
    blank('time', TIME_LENGTH),
    { text: Buffer.from('" data-own="') },
    blank('own', 1),
    { text: Buffer.from('">') },
    blank('plain', BACK.length),
    ...nonces(text.slice(head)),
  ]
}

const blank = (gap: Gap['kind'], length: number): Piece => ({ gap, text: Buffer.alloc(length, 0xff) })

function plainForm(pieces: Piece[]): Form {
  let at = 0
  const gaps: Gap[] = []
  for (const { text, gap } of pieces) {
    if (gap) gaps.push({ at, length: text.length, kind: gap })
    at += text.length
  }
  return { bytes: Buffer.concat(pieces.map(({ text }) => text)), gaps }
}

/** How far back a deflate stream may point. */
const WINDOW = 32 * 1024

/**
 * The page as a gzip stream in which each gap is a stored block of its own. The compressor is shown 0xFF in its place,
 * which no UTF-8 text holds, so no later part can refer to what stands there. A millisecond or two at once: given to
 * other threads piece by piece, it took turns with the answers of a crowd for much longer.
 */
function zippedForm(pieces: Piece[]): Form {
  const whole = Buffer.concat(pieces.map(({ text }) => text))
  const out: Buffer[] = [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])]
  const gaps: Gap[] = []
  let at = 10
  let read = 0
  const push = (bytes: Buffer) => {
    out.push(bytes)
    at += bytes.length
  }
  for (const { text, gap } of pieces) {
    const { length } = text
    if (gap) {
      push(Buffer.from([0, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff]))
      gaps.push({ at, length, kind: gap })
      push(text)
    } else if (length > 0) {
      const before = whole.subarray(Math.max(0, read - WINDOW), read)
      push(deflateRawSync(text, { level: 7, finishFlush: constants.Z_SYNC_FLUSH, ...(read && { dictionary: before }) }))
    }
    read += length
  }
  const end = Buffer.from([3, 0, 0, 0, 0, 0, 0, 0, 0, 0]) // an empty last block, checksum, size
  end.writeUInt32LE(whole.length, 6)
  push(end)
  return { bytes: Buffer.concat(out), gaps, checked: pieces }
}

/** @returns the bytes of one answer, borrowed: give them back once they are sent */
export function fill({ bytes, gaps, checked }: Form, { nonce, timeMs, hasOwn, isScripted }: Filled): Buffer {
  const values = {
    nonce,
    time: String(Math.round(timeMs)).padStart(TIME_LENGTH, '0'),
    own: hasOwn ? '1' : '0',
    plain: isScripted ? BACK : NO_BACK,
  }
  const body = borrow(bytes.length)
  bytes.copy(body)
  for (const { at, length, kind } of gaps) body.write(values[kind], at, length, 'latin1')
  if (checked) {
    let sum = 0
    for (const { text, gap } of checked) sum = crc32(gap ? values[gap] : text, sum)
    body.writeUInt32LE(sum, body.length - 8)
  }
  return body
}
