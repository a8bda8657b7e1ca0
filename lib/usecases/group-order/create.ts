import { randomBytes } from 'node:crypto'
import { now as databaseNow } from '#lib/db/clock.ts'
import { type Tx, transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome } from '#lib/domain/outcome.ts'
import { slugOf } from '#lib/domain/slug.ts'
import { textIn } from '#lib/domain/text.ts'
import { actorOf, type LeaderWho } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { newToken } from '#lib/infra/ids.ts'
import { type Claim, type Once, once, type Reused } from '../api-key/once.ts'
import { audit } from '../audit.ts'
import { leaderCommission } from '../leader/commission.ts'
import { type ContentRefusal, checkGroup, type WantedGroup } from './content.ts'
import { offerRow } from './write-offers.ts'

export type Intent = 'draft' | 'open'
export type Created = { groupOrderId: string; slug: string; state: 'draft' | 'scheduled' | 'open' }

/**
 * Makes a group order: kept as a draft, opened at once, or scheduled when its opening lies ahead.
 * @param wanted title, times, stations and offers as typed
 * @param intent what the leader pressed
 * @param clonedFromId the group order it started from, if any; another leader's is not recorded
 * @param claim makes it once for each key of a program
 * @returns where it is and what became of it. Refusals: those of `checkGroup`
 */
export async function createGroupOrder(
  who: LeaderWho,
  wanted: WantedGroup,
  intent: Intent,
  clonedFromId?: string,
  claim?: Claim,
): Promise<Outcome<Once<Created>, ContentRefusal | Reused>> {
  const now = await databaseNow()
  return transaction((tx) => once(tx, claim, () => create(tx, who, wanted, { intent, clonedFromId, now })))
}

async function create(
  tx: Tx,
  who: LeaderWho,
  wanted: WantedGroup,
  { intent, clonedFromId, now }: { intent: Intent; clonedFromId: string | undefined; now: Date },
): Promise<Outcome<Created, ContentRefusal>> {
  const checked = await checkGroup(tx, wanted, intent === 'open', now)
  if (!checked.ok) return checked
  const { stationIds, offers, ...facts } = checked.value
  const state = intent === 'draft' ? 'draft' : stateAt(facts.opensAt, now)
  const commissionBps = await leaderCommission(tx, who.leaderId)
  const origin = clonedFromId
    ? await tx.groupOrder.findFirst({ where: { id: clonedFromId, leaderId: who.leaderId }, select: { id: true } })
    : null
  const group = await tx.groupOrder.create({
    data: {
      ...facts,
      state,
      slug: slugOf(textIn(facts.title, 'en'), newToken()),
      leaderId: who.leaderId,
      clonedFromId: origin?.id ?? null,
      currency: env.CURRENCY,
      codeSecret: randomBytes(16).toString('base64url'),
      region: env.REGION,
      counter: { create: {} },
      stations: { create: stationIds.map((stationId) => ({ stationId })) },
      offers: { create: offers.map((offer, position) => offerRow(offer, position, commissionBps)) },
    },
    select: { id: true, slug: true },
  })
  await audit(tx, {
    ...actorOf(who, 'leader'),
    action: state === 'draft' ? 'group_order.draft' : 'group_order.open',
    subjectType: 'group_order',
    subjectId: group.id,
    data: {
      state,
      offers: offers.length,
      opensAt: facts.opensAt,
      cutoffAt: facts.cutoffAt,
      carrySplitBps: facts.carrySplitBps,
    },
  })
  return accept({ groupOrderId: group.id, slug: group.slug, state })
}

/** What a published group order is: open from its opening on, scheduled before. */
export const stateAt = (opensAt: Date, now: Date): 'open' | 'scheduled' => (opensAt <= now ? 'open' : 'scheduled')
