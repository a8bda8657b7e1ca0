const MAX_TOGETHER = 256

/**
 * Reads for a crowd: whoever asks while a statement is under way rides the next one together with all who wait, so that
 * 64 requests cost a few statements instead of 64. Each answer was read after it was asked for.
 * @param load reads what belongs to these keys, each key once; what it leaves out is answered undefined
 * @returns asks for one key
 */
export function together<V>(load: (keys: string[]) => Promise<ReadonlyMap<string, V>>) {
  type Waiting = { key: string; resolve: (value: V | undefined) => void; reject: (error: unknown) => void }
  const waiting: Waiting[] = []
  let isLoading = false

  async function loadAll(): Promise<void> {
    isLoading = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_TOGETHER)
      try {
        const found = await load([...new Set(batch.map(({ key }) => key))])
        for (const { key, resolve } of batch) resolve(found.get(key))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    isLoading = false
  }

  return (key: string): Promise<V | undefined> =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      if (!isLoading) void loadAll()
    })
}
