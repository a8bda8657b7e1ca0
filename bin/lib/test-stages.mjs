import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { run } from './children.mjs'
import { inRoot, NODE } from './paths.mjs'

const BIOME = inRoot('node_modules/.bin/biome')
const TSC = inRoot('node_modules/.bin/tsc')
const NEXT = 'node_modules/next/dist/bin/next'

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/** One command that either passes or fails. @returns {Promise<Count>} */
export async function check(command, args, options) {
  const code = await run(command, args, options)
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

export const lint = () => check(BIOME, ['check', '--error-on-warnings', '.'])

/** The arrows between the layers and the ban on cycles, by themselves: a rule switched off elsewhere still counts. */
export const layering = () =>
  check(BIOME, ['lint', '--only=style/noRestrictedImports', '--only=suspicious/noImportCycles', '.'])

export async function types(env) {
  await run(NODE, [NEXT, 'typegen'], { env, stdio: ['ignore', 'ignore', 2] }) // next-env.d.ts and the types of routes
  return check(NODE, [TSC, '--noEmit'])
}

/** Unit and integration tests. */
export async function vitest(env, filters) {
  const file = freshReport('vitest.json')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...filters]
  const code = await run(NODE, ['node_modules/vitest/vitest.mjs', ...args], { env })
  return counted(code, file, (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }))
}

/** End-to-end tests against a running shop. */
export async function playwright(env, filters) {
  const file = freshReport('e2e.json')
  const code = await run(NODE, ['node_modules/@playwright/test/cli.js', 'test', ...filters], { env })
  return counted(code, file, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }))
}

/** The faults that fit (docs/FAULTS.md): real processes, killed for real. */
export async function faults(env) {
  const file = freshReport('faults.json')
  const code = await run(NODE, ['bin/faults.mjs', '--quick', `--report=${file}`], { env })
  return counted(code, file, (report) => report)
}

function freshReport(name) {
  const file = inRoot('test-results', name)
  mkdirSync(inRoot('test-results'), { recursive: true })
  rmSync(file, { force: true })
  return file
}

/** A run that failed without a failed test (a file that does not load, no test found) counts as one failure. */
function counted(code, file, countsIn) {
  let count = { passed: 0, failed: 0, skipped: 0 }
  try {
    count = countsIn(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    process.stderr.write(`no report in ${file}\n`)
  }
  if (code !== 0 && count.failed === 0) count.failed = 1
  return count
}
