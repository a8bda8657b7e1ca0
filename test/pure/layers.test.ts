import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** Biome matches what is written, so a rule with a typing error is silent: each is shown a fault it must refuse. */
const FAULTS: [file: string, imported: string][] = [
  ['lib/domain/fault.ts', '#lib/db/client.ts'],
  ['lib/domain/fault.ts', '../db/client.ts'],
  ['lib/domain/fault.ts', '#lib/usecases/close.ts'],
  ['lib/domain/fault.ts', '#lib/infra/env.ts'],
  ['lib/domain/fault.ts', '#generated/prisma/client.ts'],
  ['lib/domain/deep/fault.ts', 'node:fs'],
  ['lib/domain/fault.ts', 'next/headers'],
  ['lib/domain/fault.ts', 'react'],
  ['lib/infra/fault.ts', '#lib/db/client.ts'],
  ['lib/infra/fault.ts', 'react'],
  ['lib/infra/mail/fault.ts', '#lib/queries/orders.ts'],
  ['lib/db/fault.ts', '#lib/usecases/close.ts'],
  ['lib/db/fault.ts', 'next/cache'],
  ['lib/usecases/fault.ts', '#lib/web/session.ts'],
  ['lib/usecases/fault.ts', '#lib/jobs/close.ts'],
  ['lib/usecases/fault.ts', '#app/actions.ts'],
  ['lib/usecases/fault.ts', 'next/cache'],
  ['lib/queries/fault.ts', '#lib/usecases/close.ts'],
  ['lib/queries/fault.ts', '#components/ui/button.tsx'],
  ['lib/jobs/fault.ts', '#lib/web/session.ts'],
  ['lib/jobs/fault.ts', 'next/server'],
  ['lib/web/fault.ts', '#lib/jobs/close.ts'],
  ['components/ui/fault.tsx', '#lib/queries/orders.ts'],
  ['components/ui/fault.tsx', '#lib/usecases/close.ts'],
  ['components/ui/fault.tsx', '#lib/db/client.ts'],
  ['components/ui/fault.tsx', '#lib/infra/env.ts'],
  ['components/ui/fault.tsx', '#lib/web/session.ts'],
  ['components/ui/fault.tsx', '../../app/actions.ts'],
  ['app/fault.tsx', '#lib/jobs/close.ts'],
  ['app/fault.tsx', '#lib/db/client.ts'],
]

const ALLOWED: [file: string, imported: string][] = [
  ['lib/domain/fine.ts', './money.ts'],
  ['lib/domain/fine.ts', '#lib/domain/money.ts'],
  ['lib/infra/mail/fine.tsx', 'react'],
  ['lib/db/fine.ts', '#lib/infra/env.ts'],
  ['lib/usecases/fine.ts', '#lib/db/client.ts'],
  ['lib/queries/fine.ts', '#lib/domain/money.ts'],
  ['lib/jobs/fine.ts', '#lib/usecases/close.ts'],
  ['lib/web/fine.ts', 'next/headers'],
  ['components/ui/fine.tsx', '#lib/web/form-state.ts'],
  ['components/ui/fine.tsx', '#lib/domain/money.ts'],
  ['components/ui/fine.tsx', 'next/link'],
  ['app/fine.tsx', '#lib/queries/orders.ts'],
  ['app/fine.tsx', '#components/ui/button.tsx'],
]

const CASES = [...FAULTS, ...ALLOWED]

/** Every case as a file of its own in a copy of the tree, read by one run of the linter. */
let refused: Set<string>
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'layers-'))
  copyFileSync('biome.json', join(folder, 'biome.json'))
  for (const [index, [file, imported]] of CASES.entries()) {
    const path = join(folder, placeOf(file, index))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `import { thing } from '${imported}'\n\nexport const used = thing\n`)
  }
  const biome = resolve('node_modules/.bin/biome')
  const args = ['lint', '--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=none', '.']
  const { stdout } = spawnSync(biome, args, { cwd: folder, encoding: 'utf8' })
  const report: { diagnostics: { location: { path: string } }[] } = JSON.parse(stdout)
  refused = new Set(report.diagnostics.map(({ location }) => location.path))
})

afterAll(() => rmSync(folder, { recursive: true }))

test.each(FAULTS.map((fault, index) => [...fault, index] as const))(
  '%s may not import %s',
  (file, _imported, index) => {
    expect(refused).toContain(placeOf(file, index))
  },
)

test.each(ALLOWED.map((fine, index) => [...fine, FAULTS.length + index] as const))(
  '%s may import %s',
  (file, _imported, index) => {
    expect(refused).not.toContain(placeOf(file, index))
  },
)

test('modules may not import each other in a circle', () => {
  mkdirSync(join(folder, 'lib/circle'), { recursive: true })
  writeFileSync(join(folder, 'lib/circle/a.ts'), `import { b } from './b.ts'\n\nexport const a = () => b\n`)
  writeFileSync(join(folder, 'lib/circle/b.ts'), `import { a } from './a.ts'\n\nexport const b = () => a\n`)
  const args = ['lint', '--only=suspicious/noImportCycles', 'lib/circle']
  const { stdout, stderr } = spawnSync(resolve('node_modules/.bin/biome'), args, { cwd: folder, encoding: 'utf8' })
  expect(stdout + stderr).toContain('noImportCycles')
})

function placeOf(file: string, index: number): string {
  return file.replace(/(\.tsx?)$/, `-${index}$1`)
}
