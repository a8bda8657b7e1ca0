import type { Invariant } from './reconcile-checks.ts'

/** What the books say that a movement brought the provider, by its key; below 0 what it sent back. */
const AT_PROVIDER = `select t.key, t.cause, sum(e.amount_minor) as minor from ledger_transactions t
  join ledger_entries e on e.transaction_id = t.id join ledger_accounts a on a.id = e.account_id
  where a.kind = 'provider' and t.cause in ('online_payment', 'online_refund', 'online_refund_returned') group by 1, 2`

/** Money that came through a payment provider: each of its events did what it tells of, once. */
export const I8: Invariant = {
  id: 'I8',
  rule: 'one effect for each event of a payment provider: what it took and gave back is in the books, once',
  checked: `select (select count(*) from webhook_events) + (select count(*) from payments) + (select count(*) from provider_refunds)`,
  breaches: [
    `select 'payment ' || coalesce(p.id::text, m.key) || ': ' || coalesce(p.state::text, 'unknown') || ', ' || coalesce(m.minor, 0) || ' in the books of '
       || coalesce(p.amount_minor, 0) as what
     from payments p full join (select * from (${AT_PROVIDER}) as n where cause = 'online_payment') as m on m.key = 'payment ' || p.id || ' succeeded'
     where coalesce(m.minor, 0) <> case when p.succeeded_at is null then 0 else p.amount_minor end`,
    `select 'refund ' || coalesce(r.id::text, m.key) || ': ' || coalesce(r.state::text, 'unknown') || ', ' || coalesce(-m.minor, 0) || ' in the books of '
       || coalesce(r.amount_minor, 0) as what
     from (select * from provider_refunds where payment_id is not null) as r
     full join (select * from (${AT_PROVIDER}) as n where cause = 'online_refund') as m on m.key = 'refund ' || r.id || ' wanted'
     where r.id is null or coalesce(-m.minor, 0) <> case when r.state = 'failed' and r.reason = 'by_hand' and m.key is null then 0 else r.amount_minor end`,
    `select 'refund ' || r.id || ': ' || r.state || ', ' || coalesce(m.minor, 0) || ' returned' as what
     from provider_refunds r left join (${AT_PROVIDER}) as w on w.key = 'refund ' || r.id || ' wanted'
     left join (${AT_PROVIDER}) as m on m.key = 'refund ' || r.id || ' returned'
     where coalesce(m.minor, 0) <> case when r.state = 'failed' and w.key is not null then r.amount_minor else 0 end`,
    `select 'payment ' || p.id || ': ' || p.state || ', ' || coalesce(n.minor, 0) || ' of ' || p.amount_minor || ' given back' as what
     from payments p left join (select payment_id, sum(amount_minor) as minor from provider_refunds where state <> 'failed' group by 1) as n on n.payment_id = p.id
     where coalesce(n.minor, 0) > p.amount_minor
        or (p.state in ('succeeded', 'part_refunded', 'refunded')) <> (p.succeeded_at is not null)
        or (p.succeeded_at is not null and p.state <> case when coalesce(n.minor, 0) = 0 then 'succeeded'
              when n.minor < p.amount_minor then 'part_refunded' else 'refunded' end::"OnlinePaymentState")`,
    // taken by the provider for a payment that is not here: after a restore of an old backup
    `select 'event ' || reference || ': money for a payment that is not here' as what from webhook_events where effect = 'unknown_payment'`,
  ],
}
