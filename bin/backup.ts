import { resolve } from 'node:path'
import { writeBackup } from './lib/archive.ts'

/** npm run backup -- FOLDER: every table and the uploads, while the shop goes on. */
const [folder] = process.argv.slice(2)
const { DATABASE_URL = '', DATA_DIR = '.data' } = process.env
try {
  if (!folder) throw new Error('usage: npm run backup -- FOLDER (a new one)')
  const { tables } = await writeBackup(DATABASE_URL, resolve(folder), resolve(DATA_DIR, 'uploads'))
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  console.log(`${tables.length} tables, ${rows} rows, and the uploads are in ${resolve(folder)}`)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
