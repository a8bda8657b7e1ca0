import pino from 'pino'
import { env } from './env.ts'

type Answering = { getStore(): { getHeader(name: string): unknown } | undefined }

/**
 * One JSON line an event; never a phone, address, code, cookie or token. What happens while a request is answered carries
 * its id, the same that the client got as x-request-id.
 */
export const log = pino({
  level: env.LOG_LEVEL,
  base: { pid: process.pid },
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  mixin() {
    // bin/server.ts keeps the answer under way here
    const { currentResponse } = globalThis as { currentResponse?: Answering }
    const requestId = currentResponse?.getStore()?.getHeader('x-request-id')
    return requestId ? { requestId } : {}
  },
})
