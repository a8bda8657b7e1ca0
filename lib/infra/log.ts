import pino from 'pino'
import { env } from './env.ts'

/** One JSON line an event; never a phone, address, code, cookie or token. */
export const log = pino({ level: env.LOG_LEVEL, base: { pid: process.pid } })
