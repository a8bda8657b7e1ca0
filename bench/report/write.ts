import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot } from '#bin/lib/paths.mjs'
import type { Finding } from '../phase.ts'
import { type Machine, machineLines } from './machine.ts'
import { markdownOf } from './table.ts'
import type { Verdict } from './verdict.ts'

const FOLDER = inRoot('bench/results')

export type Results = {
  machine: Machine
  seconds: number
  options: unknown
  verdicts: Verdict[]
  /** Every round, for whoever wants to compute something else from them. */
  findings: Finding[]
  remarks: string[]
}

/** Writes bench/results/latest.json, and the table as Markdown beside it. @returns the file's path */
export function writeResults(results: Results): string {
  mkdirSync(FOLDER, { recursive: true })
  const path = join(FOLDER, 'latest.json')
  writeFileSync(path, `${JSON.stringify(results, null, 2)}\n`)
  const facts = [...machineLines(results.machine), ...results.remarks].map((line) => `- ${line}`)
  writeFileSync(join(FOLDER, 'latest.md'), `${markdownOf(results.verdicts)}\n\n${facts.join('\n')}\n`)
  return path
}
