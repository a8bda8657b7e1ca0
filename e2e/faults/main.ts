import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Fault } from './harness/fault.ts'
import { killEverything } from './harness/program.ts'
import { runFault } from './harness/run.ts'
import { Shared } from './harness/shared.ts'
import { FAULTS } from './list.ts'

/** npm run faults [-- NAME … | --quick | --list]: makes each fault for real and says what it left. See docs/FAULTS.md. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { list: { type: 'boolean' }, quick: { type: 'boolean' }, report: { type: 'string' } },
})

if (values.list) {
  for (const { name, what, isQuick } of FAULTS)
    console.log(`${name.padEnd(18)} ${isQuick ? 'npm test' : '        '}  ${what}`)
} else {
  await runAll(chosen())
}

function chosen(): Fault[] {
  const unknown = positionals.filter((name) => !FAULTS.some((fault) => fault.name === name))
  if (unknown.length > 0) {
    console.error(`no such fault: ${unknown.join(', ')} (npm run faults -- --list)`)
    process.exit(2)
  }
  if (positionals.length > 0) return FAULTS.filter(({ name }) => positionals.includes(name))
  return values.quick ? FAULTS.filter(({ isQuick }) => isQuick) : [...FAULTS]
}

async function runAll(faults: Fault[]): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'kaituan-faults-'))
  chmodSync(dir, 0o755) // Postgres, which root runs as another user, must be able to enter
  process.env.DATA_DIR = dir
  const end = () => {
    killEverything()
    rmSync(dir, { recursive: true, force: true })
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      end()
      process.exit(130)
    })
  const shared = new Shared(dir)
  const total = { passed: 0, failed: 0, skipped: 0 }
  try {
    for (const fault of faults) total[await runFault(fault, dir, shared)] += 1
    await shared.stop()
  } finally {
    end()
  }
  if (values.report) writeFileSync(values.report, JSON.stringify(total))
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  process.exit(total.failed > 0 ? 1 : 0)
}
