import { transaction } from '#lib/db/transaction.ts'
import { accept, type Outcome } from '#lib/domain/outcome.ts'
import type { KeeperPayPer } from '#lib/domain/rates.ts'
import { type AdminFor, actorOf } from '#lib/domain/who.ts'
import { audit } from '../audit.ts'

export type PayRatesInput = {
  /** Minor units of the instance's currency, for an order or for each of its lines. */
  keeperPayMinor: number
  keeperPayPer: KeeperPayPer
  /** Basis points of what was earned in a period. */
  withholdingBps: number
}

/** Says what keepers are paid and what is held back. What was booked stays as it was. */
export const savePayRates = (who: AdminFor<'money'>, rates: PayRatesInput): Promise<Outcome<PayRatesInput, never>> =>
  transaction(async (tx) => {
    await tx.rates.upsert({ where: { id: 1 }, create: { id: 1, ...rates }, update: rates })
    await audit(tx, {
      ...actorOf(who, 'admin'),
      action: 'rates.pay',
      subjectType: 'rates',
      subjectId: '1',
      data: rates,
    })
    return accept(rates)
  })
