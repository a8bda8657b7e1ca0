import { db } from '#lib/db/client.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { isSplit } from '#lib/domain/carrying.ts'
import { commissionRate } from '#lib/domain/commission.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { Pricing } from '#lib/domain/pricing.ts'
import { UNITS } from '#lib/domain/quantity.ts'
import type { ManagerOf } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { auditSql } from '../audit.ts'
import { leaderCommission } from '../leader/commission.ts'
import {
  BAD_SPLIT,
  type CheckedOffer,
  checkOffer,
  loadProducts,
  type OfferRefusal,
  type ProductFacts,
  type Texts,
  trimmed,
  type WantedOffer,
} from './content.ts'
import { lockedGroup } from './locked-group.ts'

export type WantedEdit = {
  version: number
  title: Texts
  story: Texts
  /** As in WantedGroup; whoever carries the group order already keeps their part. */
  carrySplitBps?: number | null
  offers: WantedOffer[]
}

type Refusal =
  | OfferRefusal
  | { code: 'STALE' | 'WRONG_STATE' }
  | { code: 'TITLE_NEEDED' | 'NO_OFFERS' | 'BAD_SPLIT'; field: string }
  /** `sold` is in the product's own unit. */
  | { code: 'CAP_BELOW_SOLD'; field: string; sold: number }

type RunningOffer = Pricing & {
  id: string
  productId: string
  position: number
  version: number
  costMinor: number
  /** Its own rate; null = the leader's. */
  commissionBps: number | null
  source: 'presale' | 'stock'
  sold: number
  isWithdrawn: boolean
}

/** What an edit does to the stall; offers not named stay as they are. */
type Plan = {
  added: CheckedOffer[]
  kept: { offer: RunningOffer; wanted: CheckedOffer }[]
  repriced: { offer: RunningOffer; wanted: CheckedOffer }[]
  withdrawn: RunningOffer[]
}

/**
 * Changes a group order while it is scheduled or open: texts, prices, caps, limits, new products, products taken off.
 * A new price is a new version, so lines already ordered keep theirs. Taken under the lock that no desk shares.
 * @param wanted the whole stall as it should be; an offer that is not in it is taken off, one that was off comes back.
 *   Where an offer comes from (presale or stock) stays: orders may hold reservations
 * @returns what changed. Refuses STALE (somebody changed the group since `version`), WRONG_STATE, TITLE_NEEDED,
 *   NO_OFFERS, BAD_SPLIT, CAP_BELOW_SOLD, and what `checkOffer` refuses for offers that are new or have a new price
 */
export async function editGroupOrder(
  who: ManagerOf,
  wanted: WantedEdit,
): Promise<Outcome<{ added: number; repriced: number; withdrawn: number }, Refusal>> {
  const { groupOrderId } = who
  const title = trimmed(wanted.title)
  if (Object.keys(title).length === 0) return refuse({ code: 'TITLE_NEEDED', field: 'title.en' })
  if (wanted.offers.length === 0) return refuse({ code: 'NO_OFFERS', field: 'offers' })
  const { carrySplitBps } = wanted
  if (typeof carrySplitBps === 'number' && !isSplit(carrySplitBps)) return refuse(BAD_SPLIT)
  const ids = wanted.offers.map(({ productId }) => productId)
  // an extension meanwhile makes this edit stale
  const { cutoffAt } = await db.groupOrder.findUniqueOrThrow({
    where: { id: groupOrderId },
    select: { cutoffAt: true },
  })
  const [products, usualBps] = await Promise.all([loadProducts(db, ids, cutoffAt), leaderCommission(db, who.leaderId)])
  return sqlTransaction(async (tx) => {
    const group = await lockedGroup(tx, groupOrderId)
    if (group.state !== 'open' && group.state !== 'scheduled') return refuse({ code: 'WRONG_STATE' })
    if (group.version !== wanted.version) return refuse({ code: 'STALE' })
    const running = await runningOffers(tx, groupOrderId)
    const planned = planEdit(running, wanted.offers, products)
    if (!planned.ok) return planned

    await tx.query(
      `update group_orders set title = $2, story = $3, version = version + 1, updated_at = $4,
         carry_split_bps = case when $5 then $6::int else carry_split_bps end where id = $1`,
      [
        ...[groupOrderId, JSON.stringify(title), JSON.stringify(trimmed(wanted.story)), group.now],
        ...[carrySplitBps !== undefined, carrySplitBps ?? null],
      ],
    )
    await writePlan(tx, groupOrderId, planned.value, running, { now: group.now, usualBps })
    const { added, repriced, withdrawn } = planned.value
    await auditSql(tx, [
      {
        actorId: who.userId,
        actorRole: who.role,
        action: 'group_order.edit',
        subjectType: 'group_order',
        subjectId: groupOrderId,
        data: {
          added: added.map(({ productId, priceMinor }) => ({ productId, priceMinor })),
          repriced: repriced.map(({ offer, wanted: { priceMinor, tiers } }) => ({
            offerId: offer.id,
            from: { priceMinor: offer.priceMinor, tiers: offer.tiers },
            to: { priceMinor, tiers },
          })),
          withdrawn: withdrawn.map(({ id }) => id),
          ...(carrySplitBps !== undefined && { carrySplitBps }),
        },
      },
    ])
    return accept({ added: added.length, repriced: repriced.length, withdrawn: withdrawn.length })
  })
}

async function runningOffers(tx: SqlTx, groupOrderId: string): Promise<Map<string, RunningOffer>> {
  const { rows } = await tx.query(
    `select o.id, o.product_id, o.position, o.source, o.price_version, o.withdrawn_at is not null as is_withdrawn, o.commission_bps, c.sold,
            v.price_minor, v.tiers, v.tier_by, v.cost_minor
     from offers o
     join offer_counters c on c.offer_id = o.id
     join offer_prices v on v.offer_id = o.id and v.version = o.price_version
     where o.group_order_id = $1 order by o.position`,
    [groupOrderId],
  )
  const offers = rows.map(
    (row): RunningOffer => ({
      id: row.id,
      productId: row.product_id,
      position: row.position,
      version: row.price_version,
      priceMinor: row.price_minor,
      tiers: row.tiers,
      tierBy: row.tier_by,
      costMinor: row.cost_minor,
      commissionBps: row.commission_bps,
      source: row.source,
      sold: row.sold,
      isWithdrawn: row.is_withdrawn,
    }),
  )
  return new Map(offers.map((offer) => [offer.productId, offer]))
}

function planEdit(
  running: ReadonlyMap<string, RunningOffer>,
  wanted: readonly WantedOffer[],
  products: ReadonlyMap<string, ProductFacts>,
): Outcome<Plan, Refusal> {
  const plan: Plan = { added: [], kept: [], repriced: [], withdrawn: [] }
  for (const each of wanted) {
    const offer = running.get(each.productId)
    const product = products.get(each.productId)
    const isSame = offer !== undefined && isSamePrice(offer, each)
    // A price that nobody touches stays lawful though its cost has risen or a permission has ended since, and its product
    // may have left the catalogue: people have ordered it.
    const facts = product && isSame ? { ...product, active: true, costMinor: offer.costMinor, lowestMinor: 0 } : product
    const checked = checkOffer(offer ? { ...each, source: offer.source } : each, facts)
    if (!checked.ok) return checked
    const { cap } = checked.value
    if (!offer) {
      plan.added.push(checked.value)
      continue
    }
    if (cap !== null && cap < offer.sold) {
      return refuse({
        code: 'CAP_BELOW_SOLD',
        field: `offers.${each.productId}.cap`,
        sold: inUnits(offer.sold, product),
      })
    }
    plan.kept.push({ offer, wanted: checked.value })
    if (!isSame) plan.repriced.push({ offer, wanted: checked.value })
  }
  const named = new Set(wanted.map(({ productId }) => productId))
  plan.withdrawn = [...running.values()].filter((offer) => !named.has(offer.productId) && !offer.isWithdrawn)
  return accept(plan)
}

/** Pieces or grams in the product's own unit, as the cap was typed. */
const inUnits = (quantity: number, product: ProductFacts | undefined): number =>
  quantity / UNITS[product?.unit ?? 'piece'].perPrice

const tiersText = ({ tiers, tierBy }: Pricing): string =>
  JSON.stringify([tiers.length > 0 ? tierBy : '', tiers.map(({ from, priceMinor }) => [from, priceMinor])])

const isSamePrice = (a: Pricing, b: Pricing): boolean => a.priceMinor === b.priceMinor && tiersText(a) === tiersText(b)

async function writePlan(
  tx: SqlTx,
  groupOrderId: string,
  { added, kept, repriced, withdrawn }: Plan,
  running: ReadonlyMap<string, RunningOffer>,
  { now, usualBps }: { now: Date; usualBps: number },
): Promise<void> {
  const last = Math.max(-1, ...[...running.values()].map(({ position }) => position))
  const ids = added.map(() => newId())
  await tx.query(
    `insert into offers (id, group_order_id, product_id, position, source, cap, limit_per_shopper)
     select n.id, $1, n.product, n.position, n.source, n.cap, n.per_person
     from unnest($2::uuid[], $3::uuid[], $4::int[], $5::"OfferSource"[], $6::int[], $7::int[])
       as n(id, product, position, source, cap, per_person)`,
    [
      groupOrderId,
      ids,
      added.map(({ productId }) => productId),
      added.map((_, index) => last + 1 + index),
      added.map(({ source }) => source),
      added.map(({ cap }) => cap),
      added.map(({ limitPerShopper }) => limitPerShopper),
    ],
  )
  await tx.query('insert into offer_counters (offer_id) select unnest($1::uuid[])', [ids])
  await addPrices(tx, [
    ...added.map((wanted, index) => ({ offerId: ids[index] as string, version: 1, wanted, commissionBps: usualBps })),
    ...repriced.map(({ offer, wanted }) => ({
      offerId: offer.id,
      version: offer.version + 1,
      wanted,
      commissionBps: commissionRate(offer.commissionBps, null, usualBps),
    })),
  ])
  await tx.query('update offers set price_version = price_version + 1 where id = any($1::uuid[])', [
    repriced.map(({ offer }) => offer.id),
  ])
  await tx.query(
    `update offers o set cap = n.cap, limit_per_shopper = n.per_person, withdrawn_at = null
     from unnest($1::uuid[], $2::int[], $3::int[]) as n(id, cap, per_person) where o.id = n.id`,
    [
      kept.map(({ offer }) => offer.id),
      kept.map(({ wanted }) => wanted.cap),
      kept.map(({ wanted }) => wanted.limitPerShopper),
    ],
  )
  await tx.query('update offers set withdrawn_at = $2 where id = any($1::uuid[])', [withdrawn.map(({ id }) => id), now])
}

async function addPrices(
  tx: SqlTx,
  prices: { offerId: string; version: number; wanted: CheckedOffer; commissionBps: number }[],
): Promise<void> {
  await tx.query(
    `insert into offer_prices (offer_id, version, price_minor, tier_by, tiers, cost_minor, tax_bps, deposit_minor, tolerance_bps, commission_bps)
     select * from unnest($1::uuid[], $2::int[], $3::int[], $4::"TierBy"[], $5::jsonb[], $6::int[], $7::int[], $8::int[], $9::int[], $10::int[])`,
    [
      prices.map(({ offerId }) => offerId),
      prices.map(({ version }) => version),
      prices.map(({ wanted }) => wanted.priceMinor),
      prices.map(({ wanted }) => wanted.tierBy),
      prices.map(({ wanted }) => JSON.stringify(wanted.tiers)),
      prices.map(({ wanted }) => wanted.costMinor),
      prices.map(({ wanted }) => wanted.taxBps),
      prices.map(({ wanted }) => wanted.depositMinor),
      prices.map(({ wanted }) => wanted.toleranceBps),
      prices.map(({ commissionBps }) => commissionBps),
    ],
  )
}
