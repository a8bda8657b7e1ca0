import type { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'

/**
 * Sets the status of the page being rendered. notFound() would answer with a shell that only JavaScript fills, so a
 * page with nothing to show renders its own message and sets the status here; bin/server.ts opens the store around
 * each request.
 */
export function setStatus(status: number): void {
  const store = (globalThis as unknown as { currentResponse?: AsyncLocalStorage<ServerResponse> }).currentResponse
  const response = store?.getStore()
  if (response && !response.headersSent) response.statusCode = status
}
