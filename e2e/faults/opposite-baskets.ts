import { makeProduct } from '#prisma/factories/catalogue.ts'
import type { MadeGroup } from '#prisma/factories/group-order.ts'
import type { Fault } from './harness/fault.ts'
import { must } from './harness/until.ts'

/** Two people take the same two goods in opposite order, over and over, in the same group order and in two. */
export const oppositeBaskets: Fault = {
  name: 'opposite-baskets',
  what: 'baskets in opposite product order, within a group order and across two that sell the same stock, on two servers',
  isQuick: true,
  run: async (site) => {
    const servers = await Promise.all([site.server(), site.server()])
    const [apples, pears] = await Promise.all([1, 2].map(() => makeProduct(site.db, { onHand: 100_000 })))
    const selling = (...products: ({ id: string } | undefined)[]) =>
      site.group({
        offers: products.map((product) => ({ priceMinor: 560, source: 'stock', productId: product?.id ?? '' })),
      })
    // ids of offers grow as they are made: in one group order apples come first, in the other pears
    const groups = [await selling(apples, pears), await selling(pears, apples)]
    const lines = ({ offers }: MadeGroup) => offers.map(({ offerId }) => ({ offerId, quantity: 1 }))
    const crowds = [0, 1].map((index) =>
      site.crowd({
        at: () => servers[index]?.base as string,
        groups,
        shoppers: 16,
        lines: (group) => (index === 0 ? lines(group) : lines(group).reverse()),
      }),
    )
    for (const crowd of crowds) crowd.start()
    await Promise.all(crowds.map((crowd) => crowd.more(200)))
    await Promise.all(crowds.map((crowd) => crowd.stop()))
    const bad = crowds.flatMap(({ wishes }) => wishes).filter(({ state }) => state !== 'acknowledged')
    must(bad.length === 0, `${bad.length} orders were not accepted: ${bad[0]?.code ?? 'no answer'}`)
    const [row] = await site.sql<{ deadlocks: number }>(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    )
    return { note: `${row?.deadlocks} deadlocks in the database, none outside`, at: servers[0]?.base as string }
  },
}
