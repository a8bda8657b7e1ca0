/**
 * What an account `a` of a leader or keeper is owed, minor units, as an SQL expression beside `LAST_STATEMENT`: what the last
 * statement closed with, and what moved since. So it costs what one period holds, however old the account is.
 */
export const OWED = `(coalesce(s.closing_minor, 0) - coalesce((select sum(e.amount_minor) from ledger_entries e
  where e.account_id = a.id and e.id > coalesce(s.upto_entry_id, 0)), 0))`

/** The last statement `s` of the account `a`, if there is one. */
export const LAST_STATEMENT = `left join lateral (select * from statements where account_id = a.id order by number desc limit 1) as s on true`
