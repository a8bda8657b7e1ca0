import pg from 'pg'
import { db, pool } from '#lib/db/client.ts'
import type { AdminFor, KeeperOf } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { adminGate, managerGate } from '#lib/queries/gates.ts'
import { keeperOf } from '#lib/usecases/collection/collection.fixture.ts'
import { confirmArrival } from '#lib/usecases/collection/confirm-arrival.ts'
import { handOver } from '#lib/usecases/collection/hand-over.ts'
import { undoHandOver } from '#lib/usecases/collection/undo.ts'
import { cancelGroupOrder } from '#lib/usecases/group-order/cancel.ts'
import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { countTill } from '#lib/usecases/ledger/count-till.ts'
import { receiveTill } from '#lib/usecases/ledger/receive-till.ts'
import { takeBackContainers } from '#lib/usecases/ledger/take-back-containers.ts'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { refundOrder } from '#lib/usecases/refund/refund-order.ts'
import { closePeriod } from '#lib/usecases/statement/close-period.ts'
import { payOut } from '#lib/usecases/statement/pay-out.ts'
import { topUpWallet } from '#lib/usecases/wallet/top-up.ts'
import { type Weight, weigh } from '#lib/usecases/weighing/weigh.ts'
import { makeCarrier } from '#prisma/factories/carrier.ts'
import { makeStation } from '#prisma/factories/catalogue.ts'
import { makeCoupon } from '#prisma/factories/coupon.ts'
import { type MadeGroup, makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeAdmin, makeLeader, makeUser } from '#prisma/factories/people.ts'
import type { Step } from './steps.ts'

/** What all histories of a run share: the people and places that money passes through. */
export type Stage = {
  admin: AdminFor<'money'>
  keeper: KeeperOf
  leader: { id: string; userId: string }
  /** Carries every group order, for a third of what is earned with an order through their link. */
  carrier: { id: string; userId: string }
  coupon: { id: string; code: string }
  /** Of the offers: one with a deposit and tiers, one sold from a full store, one sold by weight. */
  productIds: [string, string, string]
}

export async function makeStage(): Promise<Stage> {
  const [office, leader, carrier, station] = await Promise.all([
    makeAdmin(db, ['money']),
    makeLeader(db),
    makeLeader(db),
    makeStation(db),
  ])
  const admin = await adminGate(office.id, 'money')
  if (!admin) throw new Error('the gate refuses an admin')
  const keeper = await keeperOf(station.id)
  const coupon = await makeCoupon(db, { budgetMinor: 1_000_000_000, limitPerShopper: 1_000_000 })
  const { offers } = await makeOpenGroup(db, {
    leaderId: leader.id,
    stations: [station.id],
    offers: [
      { priceMinor: 470, depositMinor: 50 },
      { priceMinor: 333, source: 'stock', onHand: 100_000_000 },
      { priceMinor: 1_137, toleranceBps: 1_000, product: { unit: 'kg', costMinor: 1_050 } },
    ],
  })
  const productIds = offers.map(({ productId }) => productId) as Stage['productIds']
  await db.product.update({ where: { id: productIds[0] }, data: { depositMinor: 50 } })
  return { admin, keeper, leader, carrier, coupon, productIds }
}

type Placed = { orderId: string; shopper: number; collections: string[] }

/** One history: a group order of its own with three shoppers of its own. */
export class History {
  readonly stage: Stage
  readonly group: MadeGroup
  readonly shopperIds: string[]
  readonly link: string
  /** What the office put into each wallet and took out again, as it was answered. */
  readonly putIn = [0, 0, 0]
  readonly placed: Placed[] = []

  private constructor(stage: Stage, group: MadeGroup, shopperIds: string[], link: string) {
    this.stage = stage
    this.group = group
    this.shopperIds = shopperIds
    this.link = link
  }

  static async begin(stage: Stage, minimumOrders: number): Promise<History> {
    const { leader, keeper, productIds } = stage
    const group = await makeOpenGroup(db, {
      leaderId: leader.id,
      stations: [keeper.stationId],
      minimumOrders,
      offers: [
        { productId: productIds[0], priceMinor: 470, depositMinor: 50, tiers: [{ from: 2, priceMinor: 401 }] },
        { productId: productIds[1], priceMinor: 333, source: 'stock' },
        { productId: productIds[2], priceMinor: 1_137, toleranceBps: 1_000, tiers: [{ from: 2, priceMinor: 1_089 }] },
      ],
    })
    await db.offerPrice.updateMany({
      where: { offerId: { in: group.offers.map(({ offerId }) => offerId) } },
      data: { taxBps: 700, commissionBps: 850 },
    })
    const carries = { groupOrderId: group.groupOrderId, leaderId: stage.carrier.id, splitBps: 3_333 }
    const { code } = await makeCarrier(db, carries)
    const people = await Promise.all([makeUser(db), makeUser(db), makeUser(db)])
    return new History(
      stage,
      group,
      people.map(({ id }) => id),
      code,
    )
  }

  /**
   * Does a step with ids of its own; where the database dies under it, the same is asked again with the same ids, as whoever
   * got no answer does.
   */
  async take(step: Step): Promise<void> {
    const attempt = this.attemptOf(step)
    if (!step.crash) return attempt()
    const dying = attempt().then(
      () => true,
      () => false,
    )
    await killBackends()
    // connections that died while they lay in the pool are found out one by one
    for (let left = 0; left <= env.DATABASE_POOL; left += 1) await pool.query('select 1').catch(() => {})
    // an answer that came before the crash counts; a lost one is asked for again
    if (!(await dying)) await retried(attempt)
  }

  private attemptOf(step: Step): () => Promise<void> {
    const { stage, group } = this
    const id = newId()
    const chosen = 'order' in step ? this.placed[step.order % Math.max(1, this.placed.length)] : undefined
    switch (step.kind) {
      case 'topUp':
        return async () => {
          const input = {
            topUpId: id,
            userId: this.shopperIds[step.shopper] ?? '',
            source: 'bank',
            reason: 'a step',
          } as const
          const answer = await topUpWallet(stage.admin, { ...input, amountMinor: step.amountMinor })
          if (answer.ok) this.putIn[step.shopper] = (this.putIn[step.shopper] ?? 0) + step.amountMinor
        }
      case 'place':
        return () => this.place(step, id)
      case 'amend':
        return async () => {
          if (!chosen) return
          await orderDesk.amend({ ...this.orderOf(chosen), lines: this.lines(step.quantities) })
        }
      case 'cancel':
        return async () => {
          if (chosen) await orderDesk.cancel(this.orderOf(chosen))
        }
      case 'close':
        return async () => {
          await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
        }
      case 'callOff':
        return async () => {
          const manager = await managerGate(stage.leader.userId, group.groupOrderId)
          if (manager) await cancelGroupOrder(manager, 'a step')
        }
      case 'arrive':
        return async () => {
          await pool.query(`update group_orders set state = 'dispatched' where id = $1 and state = 'confirmed'`, [
            group.groupOrderId,
          ])
          await confirmArrival(stage.keeper, group.groupOrderId)
        }
      case 'hand':
        return async () => {
          if (!chosen) return
          const lines = step.isPart ? [{ offerId: group.offers[0]?.offerId ?? '', quantity: 1 }] : undefined
          const input = { orderId: chosen.orderId, reason: 'a step', isPaid: step.isPaid, ...(lines && { lines }) }
          const answer = await handOver(stage.keeper, input)
          if (answer.ok) chosen.collections.push(answer.value.collectionId)
        }
      case 'weigh':
        return async () => {
          if (chosen)
            await weigh(stage.keeper, { orderId: chosen.orderId, weights: await this.weights(chosen, step.percent) })
        }
      case 'undo':
        return async () => {
          const slip = chosen?.collections.at(-1)
          if (slip) await undoHandOver(stage.keeper, slip, step.isMoneyBack)
        }
      case 'refund':
        return async () => {
          if (!chosen) return
          const input = { refundId: id, orderId: chosen.orderId, amountMinor: step.amountMinor, reason: 'a step' }
          await refundOrder(stage.admin, input)
        }
      case 'till':
        return async () => {
          const counted = await countTill(stage.keeper, { countId: id, countedMinor: step.amountMinor, note: 'a step' })
          if (counted.ok)
            await receiveTill(stage.admin, { countId: id, receivedMinor: step.amountMinor, note: 'a step' })
        }
      case 'containers':
        return async () => {
          await takeBackContainers(stage.keeper, { returnId: id, productId: stage.productIds[0], pieces: step.pieces })
        }
      case 'settle':
        return () => this.settle(id, step.amountMinor)
    }
  }

  private async place(step: Extract<Step, { kind: 'place' }>, key: string): Promise<void> {
    const answer = await orderDesk.place({
      groupOrderId: this.group.groupOrderId,
      key: `history:${key}`,
      shopperId: this.shopperIds[step.shopper] ?? '',
      stationId: this.group.stationId,
      name: 'Lin',
      contact: '',
      payment: step.isFromWallet ? 'wallet' : 'on_pickup',
      ...(step.isCarried && { carrierCode: this.link }),
      ...(step.hasCoupon && { couponCode: this.stage.coupon.code }),
      lines: this.lines(step.quantities),
      locale: 'en',
    })
    if (answer.ok && !this.placed.some(({ orderId }) => orderId === answer.value.orderId))
      this.placed.push({ orderId: answer.value.orderId, shopper: step.shopper, collections: [] })
  }

  /** The period of one who earns is closed, and something is paid out. */
  private async settle(id: string, amountMinor: number): Promise<void> {
    const { rows } = await pool.query<{ id: number }>(
      `select id from ledger_accounts where kind in ('leader', 'keeper') and owner_id = any($1::uuid[]) order by id`,
      [[this.stage.leader.userId, this.stage.carrier.userId, this.stage.keeper.userId]],
    )
    const account = rows[amountMinor % Math.max(1, rows.length)]
    if (!account) return
    await closePeriod(this.stage.admin, { statementId: id, accountId: account.id })
    await payOut(this.stage.admin, { payoutId: id, accountId: account.id, amountMinor, reference: `step ${id}` })
  }

  private orderOf = ({ orderId, shopper }: Placed) => ({
    groupOrderId: this.group.groupOrderId,
    orderId,
    shopperId: this.shopperIds[shopper] ?? '',
  })

  private lines = (quantities: readonly number[]) =>
    this.group.offers
      .map(({ offerId }, index) => ({ offerId, quantity: (quantities[index] ?? 0) * (index === 2 ? 700 : 1) }))
      .filter(({ quantity }) => quantity > 0)

  /** What a scale says of what is sold by weight. */
  private async weights({ orderId }: Placed, percent: number): Promise<Weight[]> {
    const lines = await db.orderLine.findMany({ where: { orderId, offerId: this.group.offers[2]?.offerId ?? '' } })
    return lines.map(({ offerId, quantity }) => ({ offerId, grams: Math.ceil((quantity * percent) / 100) }))
  }

  /**
   * What is in each wallet, as the books say, and as follows from what was put in, what live orders were paid with and what was
   * refunded: found by different ways.
   */
  async wallets(): Promise<{ booked: number[]; follows: number[] }> {
    const { rows } = await pool.query<{ id: string; booked: number; spent: number; refunded: number }>(
      `select s.id,
         (select coalesce(-sum(e.amount_minor), 0) from ledger_accounts a join ledger_entries e on e.account_id = a.id
           where a.kind = 'wallet' and a.owner_id = s.id and a.currency = $2)::int as booked,
         (select coalesce(sum(total_minor + tolerance_minor), 0) from orders where shopper_id = s.id and payment_method = 'wallet'
           and state <> 'cancelled')::int as spent,
         (select coalesce(sum(r.amount_minor), 0) from order_refunds r join orders o on o.id = r.order_id
           where o.shopper_id = s.id)::int as refunded
       from unnest($1::uuid[]) with ordinality as s(id, place) order by s.place`,
      [this.shopperIds, env.CURRENCY],
    )
    return {
      booked: rows.map(({ booked }) => booked),
      follows: rows.map(({ spent, refunded }, index) => (this.putIn[index] ?? 0) - spent + refunded),
    }
  }
}

/** Every connection of this database ends as it stands, as when its machine loses power. */
async function killBackends(): Promise<void> {
  const client = new pg.Client(env.DATABASE_URL)
  await client.connect()
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await client.end()
}

/** Asks again until there is an answer. */
async function retried(attempt: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (tries >= 20) throw error
    }
  }
}
