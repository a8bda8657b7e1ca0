import { sqlTransaction } from '#lib/db/transaction.ts'
import { UNITS } from '#lib/domain/quantity.ts'
import { INVARIANTS } from './reconcile-checks.ts'

export type Reconciled = {
  id: string
  rule: string
  /** How many rows were looked at. */
  checked: number
  /** What is wrong, findable by its ids. */
  breaches: string[]
}

const MINUTES = 10
/** A statement over the whole database may take longer than the pool would wait. */
const patient = (text: string, values: unknown[] = []) => ({ text, values, query_timeout: MINUTES * 60_000 })

/**
 * Checks every invariant of TRUST.md that the data can decide, over the whole database and on one snapshot of it, so
 * that orders which come in meanwhile are no breach.
 * @returns one answer for each invariant, in TRUST.md's order
 */
export const reconcile = (): Promise<Reconciled[]> =>
  sqlTransaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only')
    await tx.query(`set local statement_timeout = '${MINUTES}min'`)
    const units = [Object.keys(UNITS), Object.values(UNITS).map(({ perPrice }) => perPrice)]
    const answers: Reconciled[] = []
    for (const { id, rule, checked, breaches } of INVARIANTS) {
      const { rows } = await tx.query<{ count: number }>(patient(`select (${checked})::int as count`))
      const found: string[] = []
      for (const sql of breaches) {
        const { rows: wrong } = await tx.query<{ what: string }>(patient(sql, sql.includes('$1') ? units : []))
        found.push(...wrong.map(({ what }) => what))
      }
      answers.push({ id, rule, checked: rows[0]?.count ?? 0, breaches: found })
    }
    return answers
  })
