import { getTranslations } from 'next-intl/server'
import type { ClaimSummary } from '#lib/queries/claims.ts'

const TONES = { open: 'mark--butter', granted: 'mark--leaf', refused: '' } as const

/** Where a claim stands, in a word. */
export async function ClaimMark({ claim: { state, isOverdue } }: { claim: ClaimSummary }) {
  const t = await getTranslations('claims')
  const isLate = state === 'open' && isOverdue
  return (
    <span className={`mark ${isLate ? 'mark--tomato' : TONES[state]}`}>
      {t(isLate ? 'overdue' : `states.${state}`)}
    </span>
  )
}
