/** What counts where the operator has saved no rates; the same as the column defaults of prisma/schema/rates.prisma. */
export const USUAL_RATES = {
  commissionBps: 800,
  paymentFeeBps: 60,
  pickingMinor: 0,
  claimsBps: 250,
  freightMinor: 0,
  siteFeeMinor: 0,
  showsCostToLeaders: false,
  keeperPayMinor: 0,
  keeperPayPer: 'order',
  withholdingBps: 0,
} as const

export const KEEPER_PAY_PER = ['order', 'parcel'] as const
export type KeeperPayPer = (typeof KEEPER_PAY_PER)[number]
