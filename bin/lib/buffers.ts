/**
 * Buffers that are used again: a page's bytes are written out and forgotten thousands of times a second, and making and
 * sweeping them up costs more than filling them.
 */
const CLASS = 16 * 1024
const MOST_KEPT = 64
const LARGEST = 512 * 1024
const kept = new Map<number, Buffer[]>()

/** @returns a buffer of exactly this length with anything in it, perhaps part of a larger one */
export function borrow(length: number): Buffer {
  const size = Math.ceil(length / CLASS) * CLASS
  const whole = kept.get(size)?.pop() ?? Buffer.allocUnsafeSlow(size)
  return whole.subarray(0, length)
}

/** Gives a buffer back that nobody reads any more; one that is never given back is simply gone. */
export function giveBack({ buffer }: Buffer): void {
  const size = buffer.byteLength
  if (size > LARGEST || size % CLASS !== 0) return
  const free = kept.get(size) ?? []
  if (free.length < MOST_KEPT) free.push(Buffer.from(buffer))
  kept.set(size, free)
}
