import { median, spread } from '../figures.ts'
import type { Finding } from '../phase.ts'

export type Verdict = {
  phase: string
  work: string
  unit: string
  limitName: string
  limit: number | undefined
  ours: number
  /** Ours as a multiple of the limit: of its speed where more is better, of its cost where less is. */
  ratio: number | undefined
  target: string
  /** Undefined where nothing was promised. */
  met: boolean | undefined
  /** How far the rounds lay from their median, as a share: the worse of the two sides. */
  noise: number
  note: string
}

/** Medians of the rounds, their ratio, and whether it is what was promised. */
export function verdictOf(finding: Finding): Verdict {
  const { phase, work, unit, limit, target, note = '' } = finding
  const ours = median(finding.ours)
  const limitValue = limit && median(limit.rounds)
  const ratio = limitValue ? ours / limitValue : undefined
  return {
    phase,
    work,
    unit,
    limitName: limit?.name ?? '',
    limit: limitValue,
    ours,
    ratio,
    target: target ? targetText(finding) : '',
    met: target && isMet(finding, ours, ratio),
    noise: Math.max(spread(finding.ours), limit ? spread(limit.rounds) : 0),
    note,
  }
}

function targetText({ better, target, unit }: Finding): string {
  const parts = [
    target?.ratio !== undefined && `${better === 'more' ? '≥' : '≤'} ${target.ratio}x`,
    target?.atLeast !== undefined && `≥ ${target.atLeast} ${unit}`,
    target?.atMost !== undefined && `≤ ${target.atMost} ${unit}`,
  ]
  return parts.filter(Boolean).join(', ')
}

function isMet({ better, target }: Finding, ours: number, ratio: number | undefined): boolean {
  const { ratio: wanted, atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = target ?? {}
  if (ours < atLeast || ours > atMost) return false
  if (wanted === undefined) return true
  if (ratio === undefined) return false
  return better === 'more' ? ratio >= wanted : ratio <= wanted
}
