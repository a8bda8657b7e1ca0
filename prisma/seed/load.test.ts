import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

// the demo stores pictures: in a folder of its own, told before the storage is first loaded
const folder = mkdtempSync(join(tmpdir(), 'kaituan-demo-'))
process.env.DATA_DIR = folder
afterAll(() => rmSync(folder, { recursive: true }))

test('the demo loads once and holds every invariant', { timeout: 60_000 }, async () => {
  const [{ db }, { reconcile }, { loadDemo }, { DEMO_PEOPLE }, { GROUP_STATES }, { rolesOf }] = await Promise.all([
    import('#lib/db/client.ts'),
    import('#lib/queries/reconcile.ts'),
    import('./load.ts'),
    import('./people.ts'),
    import('#lib/domain/lifecycle.ts'),
    import('#lib/queries/gates.ts'),
  ])

  const loaded = await Promise.all([loadDemo(), loadDemo()])

  expect(loaded.sort()).toEqual([false, true])
  expect((await reconcile()).filter(({ breaches }) => breaches.length > 0)).toEqual([])
  const states = new Set((await db.groupOrder.findMany()).map(({ state }) => state))
  // closed is passed through within one transaction
  expect([...states].sort()).toEqual(GROUP_STATES.filter((state) => state !== 'closed').sort())
  expect(await db.station.count()).toBe(6)
  expect(await db.leader.count({ where: { state: 'approved' } })).toBe(8)
  expect(await db.product.count()).toBeGreaterThanOrEqual(80)
  expect(await db.order.count()).toBeGreaterThanOrEqual(300)
  expect(await db.message.count({ where: { state: 'queued' } })).toBe(0)

  for (const { email, role } of DEMO_PEOPLE) {
    const { id } = await db.user.findUniqueOrThrow({ where: { email } })
    const roles = await rolesOf(id)
    expect(role === 'leader').toBe(roles.leader)
    expect(role === 'keeper').toBe(roles.keeper)
    expect(role === 'admin').toBe(roles.duties.length > 0)
  }
  const lin = { shopper: { email: 'lin@example.org' } }
  const ready = await db.order.findFirst({ where: { ...lin, state: 'ready' }, include: { station: true } })
  expect(ready?.station.name).toMatchObject({ en: 'Blue Door Station' })
  expect(await db.order.count({ where: { ...lin, state: 'placed' } })).toBeGreaterThan(0)
  expect(await db.order.count({ where: { ...lin, state: 'collected' } })).toBeGreaterThan(0)
})

test('every text of the demo is there in both languages', async () => {
  const { PRODUCTS } = await import('./products/index.ts')
  const { CLOSED } = await import('./group-orders/closed.ts')
  const { RUNNING } = await import('./group-orders/running.ts')
  const titles = [...CLOSED, ...RUNNING].map(({ title }) => title)
  const names = PRODUCTS.flatMap(({ name, pack, origin }) => [name, pack, origin])
  for (const text of [...titles, ...names]) {
    expect(text.en).toMatch(/\S/)
    expect(text['zh-CN']).toMatch(/\p{Script=Han}/u)
  }
})

test('no product of the demo is sold below its cost, whatever tier is reached', async () => {
  const { PRODUCTS } = await import('./products/index.ts')
  const { CLOSED } = await import('./group-orders/closed.ts')
  const { RUNNING } = await import('./group-orders/running.ts')
  const products = new Map(PRODUCTS.map((product) => [product.sku, product]))
  for (const { offers, slug } of [...CLOSED, ...RUNNING]) {
    for (const { sku, price, tiers = [] } of offers) {
      const product = products.get(sku)
      const lowest = Math.min(price ?? product?.priceMinor ?? 0, ...tiers.map(([, tier]) => tier))
      expect(lowest, `${slug} ${sku}`).toBeGreaterThan(product?.costMinor ?? Number.POSITIVE_INFINITY)
    }
  }
})
