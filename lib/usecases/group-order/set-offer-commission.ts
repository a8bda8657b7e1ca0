import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { USUAL_RATES } from '#lib/domain/rates.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { auditSql } from '../audit.ts'
import { lockedGroup } from './locked-group.ts'

export type OfferCommission = {
  groupOrderId: string
  offerId: string
  /** Basis points of what is paid; null = the leader's rate again. */
  commissionBps: number | null
}

/**
 * Gives an offer a commission of its own, as a new version of its price: who has ordered is counted at the rate of that time.
 * Taken under the lock that no desk shares.
 * @returns the version that holds now. Refuses NOT_FOUND (no offer of this group order), WRONG_STATE (nothing more can be
 *   ordered; or a draft, whose offers are written anew when it is saved)
 */
export const setOfferCommission = (
  who: AdminFor<'money'>,
  { groupOrderId, offerId, commissionBps }: OfferCommission,
): Promise<Outcome<{ version: number }, { code: 'NOT_FOUND' | 'WRONG_STATE' }>> =>
  sqlTransaction(async (tx) => {
    const { rowCount } = await tx.query('select 1 from offers where id = $1 and group_order_id = $2', [
      offerId,
      groupOrderId,
    ])
    if (!rowCount) return refuse({ code: 'NOT_FOUND' })
    const group = await lockedGroup(tx, groupOrderId)
    if (group.state !== 'open' && group.state !== 'scheduled') return refuse({ code: 'WRONG_STATE' })
    const price = await newVersion(tx, offerId, commissionBps)
    await auditSql(tx, [
      {
        ...actorOf(who, 'admin'),
        action: 'offer.commission',
        subjectType: 'group_order',
        subjectId: groupOrderId,
        data: { offerId, ...price },
      },
    ])
    return accept({ version: price.version })
  })

/** The same price with another rate; the version that stands where the rate is the same. */
async function newVersion(
  tx: SqlTx,
  offerId: string,
  commissionBps: number | null,
): Promise<{ version: number; from: number; to: number }> {
  const { rows } = await tx.query<{ version: number; before: number; usual: number }>(
    `select v.version, v.commission_bps as before, coalesce(l.commission_bps, r.commission_bps, $2::int) as usual
     from offers o join offer_prices v on v.offer_id = o.id and v.version = o.price_version
     join group_orders g on g.id = o.group_order_id join leaders l on l.id = g.leader_id left join rates r on r.id = 1
     where o.id = $1`,
    [offerId, USUAL_RATES.commissionBps],
  )
  const [price] = rows
  if (!price) throw new Error(`offer ${offerId} has no price`)
  const to = commissionBps ?? price.usual
  const version = to === price.before ? price.version : price.version + 1
  if (version !== price.version)
    await tx.query(
      `insert into offer_prices (offer_id, version, price_minor, tier_by, tiers, cost_minor, tax_bps, deposit_minor, tolerance_bps, commission_bps)
       select offer_id, $2, price_minor, tier_by, tiers, cost_minor, tax_bps, deposit_minor, tolerance_bps, $3 from offer_prices where offer_id = $1 and version = $4`,
      [offerId, version, to, price.version],
    )
  await tx.query('update offers set commission_bps = $2, price_version = $3 where id = $1', [
    offerId,
    commissionBps,
    version,
  ])
  return { version, from: price.before, to }
}
