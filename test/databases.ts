import pg from 'pg'

/** The migrated database that every test file's own is cloned from. */
export const TEMPLATE = 'kaituan_template'
/** All databases of the tests begin with this: the rest of the server is not ours. */
export const PREFIX = 'kaituan_test_'

/** @returns the address of another database on the tests' server */
export function urlOf(database: string): string {
  const server = process.env.TEST_SERVER_URL
  if (!server) throw new Error('no database server for tests: run npm test -- --unit [FILE]')
  return Object.assign(new URL(server), { pathname: `/${database}` }).href
}

/** Runs statements one by one on the server's own database. */
export async function onServer(...statements: string[]): Promise<void> {
  const client = new pg.Client(urlOf('postgres'))
  await client.connect()
  try {
    for (const sql of statements) await client.query(sql)
  } finally {
    await client.end()
  }
}
