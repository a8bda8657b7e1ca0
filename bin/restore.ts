import { resolve } from 'node:path'
import { restoreBackup } from './lib/archive.ts'

/** npm run restore -- FOLDER: fills an empty database from a backup. */
const [folder] = process.argv.slice(2)
const { DATABASE_URL = '', DATA_DIR = '.data' } = process.env
try {
  if (!folder) throw new Error('usage: npm run restore -- FOLDER (made by npm run backup)')
  const { tables, createdAt } = await restoreBackup(DATABASE_URL, resolve(folder), resolve(DATA_DIR, 'uploads'))
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  console.log(`${rows} rows of ${createdAt} are back. Now: npm run reconcile`)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
