import { db } from '#lib/db/client.ts'
import { newId } from '#lib/infra/ids.ts'
import { adminGate, keeperGate, shopperGate } from '#lib/queries/gates.ts'
import { handOver } from '#lib/usecases/collection/hand-over.ts'
import { countTill } from '#lib/usecases/ledger/count-till.ts'
import { askWithdrawal } from '#lib/usecases/wallet/ask-withdrawal.ts'
import { topUpWallet } from '#lib/usecases/wallet/top-up.ts'
import { makeStation } from '#prisma/factories/catalogue.ts'
import { makeCoupon } from '#prisma/factories/coupon.ts'
import { makeDispute } from '#prisma/factories/payment.ts'
import { makeLeader, makeUser } from '#prisma/factories/people.ts'
import { paidTopUp, turnedDownRefund } from '../../paid-online.ts'
import { inTill } from '../leader-actions.ts'
import { type ActionRow, having } from '../table.ts'
import { anotherGroup, arrivedGroup, earn, type Role, unique, type World } from '../world.ts'

/** Only one person has the duties beside `stock`. */
const ADMIN: Role[] = ['admin']

/** Money that a shopper of its own wants back, where the operator allows it. */
async function wantedWithdrawal(adminId: string): Promise<string> {
  const { id: userId } = await makeUser(db)
  const [withdrawalId, who, shopper] = [newId(), await adminGate(adminId, 'money'), await shopperGate(userId)]
  if (!who || !shopper) throw new Error('a gate refuses')
  await db.operator.update({ where: { id: 1 }, data: { allowsWithdrawals: true } })
  await topUpWallet(who, { topUpId: newId(), userId, amountMinor: 500, source: 'bank', reason: 'transfer' })
  await askWithdrawal(shopper, { withdrawalId, amountMinor: 300 })
  return withdrawalId
}

/** An order that a shopper of its own paid for at the world's station. */
async function paidOrder(world: World): Promise<{ email: string; orderId: string }> {
  const { id: shopperId, email } = await makeUser(db)
  const { order } = await arrivedGroup(world, { shopperId })
  const { orderId } = order
  const who = await keeperGate(world.people.keeper.userId, world.stationId)
  if (who) await handOver(who, { orderId, reason: 'No phone today', isPaid: true })
  return { email: email ?? '', orderId }
}

/** What an admin can send about money, rates and what people earn. */
export const ADMIN_MONEY_ACTIONS: ActionRow[] = [
  {
    id: 'admin/money/actions.ts#receive',
    for: ADMIN,
    make: async ({ people, stationId }) => {
      const { userId } = people.keeper
      await inTill(userId, 500)
      const id = newId()
      const who = await keeperGate(userId, stationId)
      if (who) await countTill(who, { countId: id, countedMinor: 1, note: 'the rest is at home' })
      return {
        page: '/admin/money',
        form: having(['countId', id]),
        typed: { received: '0.01', note: 'the rest is at home' },
        look: () => db.tillCount.findUnique({ where: { id } }),
      }
    },
  },
  {
    id: 'admin/coupons/actions.ts#create',
    for: ADMIN,
    make: async () => {
      const code = unique('c')
        .replace(/[^a-z0-9]/gi, '')
        .toUpperCase()
      return {
        page: '/admin/coupons',
        form: having('budget'),
        typed: { code, off: '5', budget: '20.00', validUntil: '2099-01-01T10:00', reason: 'welcome' },
        look: () => db.coupon.count({ where: { code } }),
      }
    },
  },
  {
    id: 'admin/coupons/actions.ts#end',
    for: ADMIN,
    make: async () => {
      const { id } = await makeCoupon(db)
      return {
        page: '/admin/coupons',
        form: having(['couponId', id]),
        look: async () => (await db.coupon.findUniqueOrThrow({ where: { id } })).endedAt,
      }
    },
  },
  {
    id: 'admin/wallets/actions.ts#decide',
    for: ADMIN,
    make: async ({ people }) => {
      const id = await wantedWithdrawal(people.admin.userId)
      return {
        page: '/admin/wallets',
        form: having(['withdrawalId', id]),
        typed: { as: 'paid', note: 'WIRE 12' },
        look: async () => (await db.withdrawal.findUniqueOrThrow({ where: { id } })).state,
      }
    },
  },
  {
    id: 'admin/wallets/actions.ts#refund',
    for: ADMIN,
    make: async (world) => {
      const { email, orderId } = await paidOrder(world)
      return {
        page: `/admin/wallets?q=${email}`,
        form: having(['orderId', orderId], 'refundId'),
        typed: { amount: '1.00', reason: 'bruised' },
        look: () => db.orderRefund.count({ where: { orderId } }),
      }
    },
  },
  {
    id: 'admin/wallets/actions.ts#topUp',
    for: ADMIN,
    make: async () => {
      const { id, email } = await makeUser(db)
      return {
        page: `/admin/wallets?q=${email}`,
        form: having(['userId', id]),
        typed: { amount: '5.00', reason: 'transfer' },
        look: () => db.ledgerAccount.count({ where: { kind: 'wallet', ownerId: id } }),
      }
    },
  },
  {
    id: 'admin/payments/actions.ts#send',
    for: ADMIN,
    make: async () => {
      const { paymentId } = await paidTopUp()
      return {
        page: '/admin/payments',
        form: having(['paymentId', paymentId]),
        typed: { amount: '1.00' },
        look: () => db.providerRefund.count({ where: { paymentId } }),
      }
    },
  },
  {
    id: 'admin/payments/actions.ts#settle',
    for: ADMIN,
    make: async () => {
      const { refundId } = await turnedDownRefund()
      return {
        page: '/admin/payments?show=stuck',
        form: having(['refundId', refundId], 'how'),
        typed: { how: 'give_up' },
        look: () => db.providerRefund.findUnique({ where: { id: refundId } }),
      }
    },
  },
  {
    id: 'admin/disputes/actions.ts#answered',
    for: ADMIN,
    make: async () => {
      const { id } = await makeDispute(db)
      return {
        page: '/admin/disputes',
        form: having(['disputeId', id]),
        typed: { note: 'the slip, signed' },
        look: () => db.dispute.findUnique({ where: { id } }),
        after: () => db.dispute.delete({ where: { id } }),
      }
    },
  },
  {
    id: 'admin/rates/actions.ts#save',
    for: ADMIN,
    make: async () => {
      const before = await db.rates.findUniqueOrThrow({ where: { id: 1 } })
      return {
        page: '/admin/rates',
        form: having('paymentFee'),
        typed: { picking: `0.${10 + Math.floor(Math.random() * 90)}` },
        look: async () => (await db.rates.findUniqueOrThrow({ where: { id: 1 } })).pickingMinor,
        after: () => db.rates.update({ where: { id: 1 }, data: { pickingMinor: before.pickingMinor } }),
      }
    },
  },
  {
    id: 'admin/earnings/actions.ts#closeAccount',
    for: ADMIN,
    make: async () => {
      const accountId = await earn((await makeLeader(db)).userId, 500)
      return {
        page: `/admin/earnings/${accountId}`,
        form: having('statementId'),
        look: () => db.statement.count({ where: { accountId } }),
      }
    },
  },
  {
    id: 'admin/earnings/actions.ts#payAccount',
    for: ADMIN,
    make: async () => {
      const accountId = await earn((await makeLeader(db)).userId, 500)
      return {
        page: `/admin/earnings/${accountId}`,
        form: having('payoutId'),
        typed: { amount: '5.00', reference: 'WIRE 81' },
        look: () => db.payout.count({ where: { accountId } }),
      }
    },
  },
  {
    id: 'admin/earnings/actions.ts#saveRates',
    for: ADMIN,
    make: async () => {
      const before = await db.rates.findUnique({ where: { id: 1 } })
      return {
        page: '/admin/earnings',
        form: having('keeperPayPer'),
        typed: { keeperPay: '0.61' },
        look: async () => (await db.rates.findUnique({ where: { id: 1 } }))?.keeperPayMinor,
        after: async () => before && db.rates.update({ where: { id: 1 }, data: before }),
      }
    },
  },
  {
    id: 'admin/invoices/actions.ts#savePolicy',
    for: ADMIN,
    make: async () => {
      const look = async () => (await db.rates.findUnique({ where: { id: 1 } }))?.invoices
      const before = await look()
      return {
        page: '/admin/invoices',
        form: having('invoices'),
        typed: { invoices: 'always' },
        look,
        after: async () => before && db.rates.update({ where: { id: 1 }, data: { invoices: before } }),
      }
    },
  },
  {
    id: 'admin/leaders/actions.ts#commission',
    for: ADMIN,
    make: async () => {
      const { id } = await makeLeader(db)
      return {
        page: '/admin/leaders',
        form: having(['leaderId', id], 'commission'),
        typed: { commission: '12.5' },
        look: () => db.leader.findUnique({ where: { id } }),
      }
    },
  },
  {
    id: 'admin/stations/actions.ts#keeperPay',
    for: ADMIN,
    make: async () => {
      const { id } = await makeStation(db)
      return {
        page: `/admin/stations/${id}`,
        form: having('keeperPay'),
        typed: { keeperPay: '0.75' },
        look: () => db.station.findUnique({ where: { id } }),
      }
    },
  },
  {
    id: 'admin/group-orders/actions.ts#offerCommission',
    for: ADMIN,
    make: async (world) => {
      const { groupOrderId, offers } = await anotherGroup(world)
      const offerId = offers[0]?.offerId ?? ''
      return {
        page: `/admin/group-orders/${groupOrderId}`,
        form: having(['offerId', offerId], 'commission'),
        typed: { commission: '3' },
        look: () => db.offer.findUnique({ where: { id: offerId } }),
      }
    },
  },
]
