import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

test('schema, migrations and a migrated database agree', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['bin/migrate.ts', 'status'], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(stdout).toContain('agree')
  expect(status).toBe(0)
})

test('a second deploy has nothing to do', () => {
  const { stdout } = spawnSync(process.execPath, ['bin/migrate.ts', 'deploy'], { encoding: 'utf8' })
  expect(stdout.trim()).toBe('every migration is applied')
})
