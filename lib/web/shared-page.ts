import type { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'
import { headers } from 'next/headers'

/**
 * Whether this page is being rendered for everybody: bin/server.ts keeps it and sends it to others too, so it holds
 * nothing of the person who asked. Only the server itself can say so.
 */
export const isShared = async (): Promise<boolean> => (await headers()).get('x-shared') === '1'

/**
 * Tells bin/server.ts that a page which is rendered for everybody may be kept.
 * @param topics what it shows: it is made again when one of them changes (lib/infra/changes.ts)
 * @param now the database's time when it was made
 * @param until the instants at which time alone makes it wrong; those that have passed do not count
 */
export async function keepPage(topics: string[], now: Date, until: Date[]): Promise<void> {
  if (!(await isShared())) return
  const rightForMs = Math.min(...until.map((at) => at.getTime() - now.getTime()).filter((ms) => ms > 0), 86_400_000)
  const store = (globalThis as unknown as { currentResponse?: AsyncLocalStorage<ServerResponse> }).currentResponse
  const response = store?.getStore()
  if (response && !response.headersSent)
    response.setHeader('x-shared-page', JSON.stringify({ topics, now: now.getTime(), rightForMs }))
}
