import { setTimeout as pause } from 'node:timers/promises'

const LOOK_MS = 20

/**
 * Looks again and again until something is so: the only way that these scripts wait.
 * @param what for the error, as "a worker is inside its close"
 * @returns what the look found. @throws when it is not so within the time
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 20_000,
): Promise<T> {
  const end = performance.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (performance.now() > end) throw new Error(`not within ${withinMs / 1000} s: ${what}`)
    await pause(LOOK_MS)
  }
}

/** @throws with the sentence when it is not true */
export function must(isTrue: boolean, sentence: string): asserts isTrue {
  if (!isTrue) throw new Error(sentence)
}

/** The work's answer, or an error when it takes longer. */
export async function within<T>(what: string, ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${ms / 1000} s: ${what}`)), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
