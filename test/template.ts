import { execFileSync } from 'node:child_process'
import { onServer, PREFIX, TEMPLATE, urlOf } from './databases.ts'

/**
 * Once per run: an empty database with every migration applied. It is migrated by a process of its own, as nobody
 * may be connected to a template while it is cloned.
 */
export async function setup() {
  await onServer(`drop database if exists ${TEMPLATE} with (force)`, `create database ${TEMPLATE}`)
  const env = { ...process.env, DATABASE_URL: urlOf(TEMPLATE) }
  execFileSync('node_modules/.bin/node', ['bin/migrate.ts', 'deploy', '--quiet'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

export async function teardown() {
  for (let worker = 1; worker <= 16; worker += 1)
    await onServer(`drop database if exists ${PREFIX}${worker} with (force)`)
  await onServer(`drop database if exists ${TEMPLATE} with (force)`)
}
