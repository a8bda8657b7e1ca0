import { db } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { toppedUp } from '#lib/domain/ledger-wallet.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { postToLedger } from '#lib/usecases/ledger/post.ts'
import { known, type World } from './world.ts'

const TOP_UPS = [
  { key: 'lin', days: 20, amountMinor: 6_000, source: 'bank', reason: 'Interac transfer' },
  { key: 'lin', days: 6, amountMinor: 250, source: 'goodwill', reason: 'Three bruised tomatoes on Saturday' },
  { key: 'wendy', days: 11, amountMinor: 10_000, source: 'safe', reason: '办公室交的现金' },
] as const

/** Some neighbours have a balance to order with, put in by the office in the days before. */
export async function fillWallets({ clock, people }: World): Promise<void> {
  const adminId = known(people, 'ada').id
  await sqlTransaction((tx) =>
    postToLedger(
      tx,
      TOP_UPS.map(({ key, days, ...facts }) => ({
        ...toppedUp({ ...facts, topUpId: newId(), userId: known(people, key).id, adminId, currency: env.CURRENCY }),
        at: new Date(clock.now.getTime() - days * 86_400_000),
      })),
    ),
  )
}

/** Two coupons to try: one for whoever is new, one that a grower pays for. */
export async function makeCoupons({ clock, people }: World): Promise<void> {
  const day = (days: number) => new Date(clock.now.getTime() + days * 86_400_000)
  const createdBy = known(people, 'ada').id
  const { id: supplierId } = await db.supplier.findFirstOrThrow({ orderBy: { id: 'asc' } })
  const terms = { currency: env.CURRENCY, createdBy, validFrom: day(-10), validUntil: day(30) }
  await db.coupon.createMany({
    data: [
      { ...terms, id: newId(), code: 'WELCOME5', bps: 500, budgetMinor: 20_000, reason: 'New neighbours' },
      {
        ...{ ...terms, id: newId(), code: 'HARVEST', amountMinor: 300, minimumMinor: 2_500, budgetMinor: 9_000 },
        ...{ supplierId, reason: 'The end of the pear harvest' },
      },
    ],
  })
}
