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
