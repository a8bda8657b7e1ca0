import { afterAll } from 'vitest'
import { onServer, PREFIX, TEMPLATE, urlOf } from './databases.ts'

// Before each test file: a fresh clone for this worker. Modules read DATABASE_URL when they are imported, which is
// after this file has run.
const name = `${PREFIX}${process.env.VITEST_POOL_ID ?? '1'}`
await onServer(`drop database if exists ${name} with (force)`, `create database ${name} template ${TEMPLATE}`)
process.env.DATABASE_URL = urlOf(name)
delete process.env.DIRECT_DATABASE_URL // what changes here is told here

afterAll(async () => {
  const { closePool } = await import('#lib/db/client.ts')
  await closePool()
})
