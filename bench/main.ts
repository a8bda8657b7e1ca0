import { onStopSignal } from '#bin/lib/children.mjs'
import { Databases } from './databases.ts'
import { sqlTool } from './limits/pgbench.ts'
import { type Options, optionsFrom, type Phase } from './options.ts'
import type { Bench, Finding, PhaseResult } from './phase.ts'
import { apiPhase } from './phases/api.ts'
import { cityPhase, growthPhase } from './phases/city.ts'
import { deskPhase } from './phases/desk.ts'
import { pagePhase } from './phases/page.ts'
import { streamsPhase } from './phases/streams.ts'
import { machine, machineLines } from './report/machine.ts'
import { tableOf } from './report/table.ts'
import { verdictOf } from './report/verdict.ts'
import { writeResults } from './report/write.ts'

type PhaseWork = { run: (bench: Bench) => Promise<PhaseResult>; limitSeconds: number }

const WORK: Record<Phase, PhaseWork> = {
  desk: { run: deskPhase, limitSeconds: 420 },
  api: { run: apiPhase, limitSeconds: 420 },
  page: { run: pagePhase, limitSeconds: 300 },
  streams: { run: streamsPhase, limitSeconds: 150 },
  city: { run: cityPhase, limitSeconds: 600 },
  growth: { run: growthPhase, limitSeconds: 600 },
}

/** The whole run, whatever its phases might still want. */
const RUN_SECONDS = 1_500

const start = performance.now()
const seconds = () => Math.round((performance.now() - start) / 1000)
const say = (line: string) => console.log(`${String(seconds()).padStart(5)} s  ${line}`)
const closers: (() => Promise<unknown>)[] = []

try {
  const options = optionsFrom(process.argv.slice(2))
  onStopSignal(() => void cleanUp().then(() => process.exit(130)))
  await main(options)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await cleanUp()
}
process.exit()

async function main(options: Options) {
  const databases = new Databases(process.env.BENCH_SERVER_URL ?? '')
  closers.push(() => databases.dropAll())
  const facts = machine(await databases.settings(), { 'SQL limit': sqlTool })
  for (const line of machineLines(facts)) console.log(line)
  await databases.template()
  const findings: Finding[] = []
  const remarks: string[] = []
  for (const phase of options.only) {
    const result = await bounded(phase, {
      options,
      databases,
      say,
      deadline: performance.now() + secondsFor(phase) * 1000,
      onEnd: (close) => closers.push(close),
    })
    findings.push(...result.findings)
    remarks.push(...result.remarks)
  }
  const verdicts = findings.map(verdictOf)
  console.log(`\n${tableOf(verdicts)}\n`)
  for (const remark of remarks) console.log(`· ${remark}`)
  const path = writeResults({ machine: facts, seconds: seconds(), options, verdicts, findings, remarks })
  console.log(`${seconds()} s in all; every round is in ${path}`)
}

/** What a phase may take: its own limit, or what is left of the run. */
function secondsFor(phase: Phase): number {
  return Math.max(1, Math.min(WORK[phase].limitSeconds, RUN_SECONDS - seconds()))
}

/** Runs a phase within its time. One that fails or takes too long says so; the others still run. */
async function bounded(phase: Phase, bench: Bench): Promise<PhaseResult> {
  const { run } = WORK[phase]
  const limitSeconds = secondsFor(phase)
  say(`── ${phase} (at most ${limitSeconds} s) ──`)
  let timer: NodeJS.Timeout | undefined
  const before = closers.length
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not done within ${limitSeconds} s`)), limitSeconds * 1000)
    })
    return await Promise.race([run(bench), late])
  } catch (error) {
    process.exitCode = 1
    const why = error instanceof Error ? error.message : String(error)
    say(`${phase} FAILED: ${why}`)
    return { findings: [], remarks: [`${phase} FAILED: ${why.split('\n')[0]}`] }
  } finally {
    clearTimeout(timer)
    for (const close of closers.splice(before).reverse()) await close().catch(() => {})
    // or the server would tidy them up while the next phase is measured
    await bench.databases.dropAll({ butTemplate: true })
  }
}

async function cleanUp() {
  for (const close of closers.splice(0).reverse()) await close().catch((error: Error) => console.error(error.message))
}
