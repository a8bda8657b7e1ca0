import { pool } from '#lib/db/client.ts'
import type { EarnerRole } from '#lib/domain/earnings.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { StatementOf } from '#lib/domain/who.ts'
import { type EarningView, ENTRY, type StatementRow } from './earnings.ts'

export type StatementView = StatementRow & {
  role: EarnerRole
  /** The reader is whom it is about. */
  isOwn: boolean
  currency: string
  openingMinor: number
  withholdingBps: number
  /** A leader's public name; a keeper's own. */
  name: LocalText
  accountId: number
  operator: { name: LocalText; legalName: string; registration: string; address: string }
  /** Everything in it, oldest first. */
  entries: EarningView[]
}

type Row = Omit<StatementView, 'entries'> & { after: number; upto: number }

/** A statement with every entry that it tells of. */
export async function statement({ statementId, userId }: StatementOf): Promise<StatementView> {
  const { rows } = await pool.query<Row>(
    `select s.id, s.number, s.role, s.owner_id = $2 as "isOwn", s.currency, s."from", s.until, s.opening_minor as "openingMinor", s.earned_minor as "earnedMinor",
       s.returned_minor as "returnedMinor", s.withheld_minor as "withheldMinor", s.paid_minor as "paidMinor",
       s.closing_minor as "closingMinor", s.withholding_bps as "withholdingBps",
       s.account_id as "accountId", s.after_entry_id as after, s.upto_entry_id as upto,
       coalesce(case when s.role = 'leader' then l.name end, jsonb_build_object('en', coalesce(u.name, ''))) as name,
       jsonb_build_object('name', coalesce(o.name, '{}'::jsonb), 'legalName', coalesce(o.legal_name, ''),
         'registration', coalesce(o.registration, ''), 'address', coalesce(o.address, '')) as operator
     from statements s left join leaders l on l.user_id = s.owner_id left join users u on u.id = s.owner_id
     left join operator o on o.id = 1 where s.id = $1`,
    [statementId, userId],
  )
  const [row] = rows
  if (!row) throw new Error(`no statement ${statementId}`)
  const { after, upto, ...facts } = row
  const { accountId } = row
  const { rows: entries } = await pool.query<EarningView>(
    `${ENTRY} where e.account_id = $1 and e.id > $2 and e.id <= $3 order by e.id`,
    [accountId, after, upto],
  )
  return { ...facts, entries }
}
