import { pool } from '#lib/db/client.ts'

/** Public: does the database answer? */
export async function databaseAnswers(): Promise<boolean> {
  try {
    await pool.query('select 1')
    return true
  } catch {
    return false
  }
}
