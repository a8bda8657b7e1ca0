import { pool } from './client.ts'
import { databaseClock } from './locks.ts'

/** What time it is: always the database's, so that every process and every page agree. */
export const now = (): Promise<Date> => databaseClock(pool)
