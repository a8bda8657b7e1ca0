import fc from 'fast-check'

/** Something that happens to money; `order` counts the orders placed so far around, `crash` takes the database away under it. */
export type Step = { crash: boolean } & (
  | { kind: 'topUp'; shopper: number; amountMinor: number }
  | {
      kind: 'place'
      shopper: number
      isFromWallet: boolean
      hasCoupon: boolean
      isCarried: boolean
      quantities: number[]
    }
  | { kind: 'amend'; order: number; quantities: number[] }
  | { kind: 'cancel'; order: number }
  | { kind: 'close' | 'callOff' | 'arrive' }
  | { kind: 'hand'; order: number; isPart: boolean; isPaid: boolean }
  | { kind: 'weigh'; order: number; percent: number }
  | { kind: 'undo'; order: number; isMoneyBack: boolean }
  | { kind: 'refund'; order: number; amountMinor: number }
  | { kind: 'till'; amountMinor: number }
  | { kind: 'containers'; pieces: number }
  | { kind: 'settle'; amountMinor: number }
)

const kind = <K extends string>(name: K) => fc.constant(name)
const shopper = fc.integer({ min: 0, max: 2 })
const order = fc.nat(5)
const quantities = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(2)).filter(([a, b, c]) => a + b + c > 0)
/** One step in forty loses its database. */
const crash = fc.nat(39).map((drawn) => drawn === 0)

const placing = fc.record({
  ...{ kind: kind('place'), crash, shopper, quantities },
  ...{ isFromWallet: fc.boolean(), hasCoupon: fc.boolean(), isCarried: fc.boolean() },
})
const ordering: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: kind('topUp'), crash, shopper, amountMinor: fc.integer({ min: -600, max: 4_000 }) }),
  placing,
  placing,
  fc.record({ kind: kind('amend'), crash, order, quantities }),
  fc.record({ kind: kind('cancel'), crash, order }),
)
const ending: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('close' as const, 'close' as const, 'close' as const, 'callOff' as const),
  crash,
})
const collecting: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: kind('hand'), crash, order, isPart: fc.boolean(), isPaid: fc.boolean() }),
  fc.record({ kind: kind('hand'), crash, order, isPart: fc.constant(false), isPaid: fc.constant(true) }),
  fc.record({ kind: kind('weigh'), crash, order, percent: fc.integer({ min: 1, max: 130 }) }),
  fc.record({ kind: kind('weigh'), crash, order, percent: fc.integer({ min: 80, max: 310 }) }),
  fc.record({ kind: kind('undo'), crash, order, isMoneyBack: fc.boolean() }),
  fc.record({ kind: kind('refund'), crash, order, amountMinor: fc.integer({ min: 1, max: 900 }) }),
  fc.record({ kind: kind('till'), crash, amountMinor: fc.nat(2_000) }),
  fc.record({ kind: kind('containers'), crash, pieces: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: kind('settle'), crash, amountMinor: fc.integer({ min: 1, max: 300 }) }),
  // late tries at what is over
  fc.record({ kind: kind('callOff'), crash }),
  fc.record({ kind: kind('cancel'), crash, order }),
)

/** Orders come in, the group ends, and what it left is handed over, undone, refunded and settled. */
export const histories = fc
  .tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.array(ordering, { minLength: 2, maxLength: 8 }),
    ending,
    crash,
    fc.array(collecting, { maxLength: 8 }),
  )
  .map(([minimumOrders, before, end, arrivalCrash, after]) => ({
    minimumOrders,
    steps: [...before, end, { kind: 'arrive', crash: arrivalCrash } as const, ...after] as Step[],
  }))
