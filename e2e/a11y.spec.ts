import type { Page } from '@playwright/test'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

// the long tours run beside each other
test.describe.configure({ mode: 'parallel' })

// Every page, in light and in dark, as the person it is for. States that only a journey reaches are looked at here too.

test('the shop, for a visitor', async ({ page, expectAccessible }) => {
  test.setTimeout(120_000)
  const group = await makeOpenGroup(db, {
    minimumOrders: 2,
    offers: [
      { priceMinor: 560, cap: 3, tiers: [{ from: 5, priceMinor: 500 }] },
      { priceMinor: 900, product: { unit: 'kg' } },
    ],
  })
  for (const path of ['/', `/g/${group.slug}`, '/sign-in', '/about', '/nothing-here']) {
    await page.goto(path)
    await expectAccessible(page)
  }
  await page.goto(`/g/${group.slug}`)
  await page.getByRole('button', { name: /^Add:/ }).first().click()
  await expect(page.getByText(/^1 item/)).toBeVisible()
  await expectAccessible(page)
  await page.goto(`/g/${group.slug}/checkout`)
  await page.getByRole('button', { name: 'Continue with a code' }).click()
  await expect(page.getByText('needs a look').or(page.getByText('need a look'))).toBeVisible()
  await expectAccessible(page)
})

test('the shop, for a shopper with orders', async ({ page, expectAccessible }) => {
  test.setTimeout(120_000)
  const address = newAddress()
  const group = await makeOpenGroup(db)
  await signIn(page, address)
  const { id: shopperId } = await db.user.findUniqueOrThrow({ where: { email: address } })
  const placed = await orderDesk.place({
    groupOrderId: group.groupOrderId,
    key: `e2e:${address}`,
    shopperId,
    stationId: group.stationId,
    name: 'Lin',
    contact: address,
    lines: [{ offerId: group.offers[0]?.offerId ?? '', quantity: 2 }],
    locale: 'en',
  })
  if (!placed.ok) throw new Error(placed.refusal.code)
  const { orderId } = placed.value
  for (const path of ['/me', '/orders', `/orders/${orderId}`, `/orders/${orderId}/change`, '/leader/apply']) {
    await page.goto(path)
    await expectAccessible(page)
  }
  await db.order.update({ where: { id: orderId }, data: { state: 'ready' } })
  await page.goto(`/orders/${orderId}`)
  await expectAccessible(page)
})

/** What the demo holds of each kind, for addresses that need an id. */
async function ids() {
  const [closed, running, draft, station, product, supplier, ready, purchaseOrder] = await Promise.all([
    db.groupOrder.findFirstOrThrow({ where: { state: 'confirmed' } }),
    db.groupOrder.findUniqueOrThrow({ where: { slug: 'saturday-farm-box' } }),
    db.groupOrder.findFirstOrThrow({ where: { state: 'draft', leader: { user: { email: 'mei@example.org' } } } }),
    db.station.findFirstOrThrow({ where: { keepers: { some: { user: { email: 'hana@example.org' } } } } }),
    db.stock.findFirstOrThrow(),
    db.supplier.findFirstOrThrow(),
    db.order.findFirstOrThrow({
      where: { state: 'ready', station: { keepers: { some: { user: { email: 'hana@example.org' } } } } },
    }),
    db.purchaseOrder.findFirstOrThrow({ where: { state: 'answered' } }),
  ])
  return {
    closed: closed.id,
    purchaseOrder: purchaseOrder.id,
    running: running.id,
    draft: draft.id,
    station: station.id,
    product: product.productId,
    supplier: supplier.id,
    ready: ready.id,
    readyAt: ready.stationId,
  }
}

test('the leader’s desk @desktop', async ({ page, expectAccessible }) => {
  test.setTimeout(180_000)
  const { running, draft } = await ids()
  await signIn(page, 'mei@example.org')
  const group = `/leader/group-orders/${running}`
  for (const path of [
    '/leader',
    '/leader/group-orders/new',
    group,
    `${group}/edit`,
    `${group}/roll-call`,
    `/leader/group-orders/${draft}`,
  ]) {
    await page.goto(path)
    await expectAccessible(page)
  }
})

test('the leader’s desk on a phone @phone', async ({ page, expectAccessible }) => {
  test.setTimeout(120_000)
  const { running } = await ids()
  await signIn(page, 'mei@example.org')
  for (const path of ['/leader', `/leader/group-orders/${running}`]) {
    await page.goto(path)
    await expectAccessible(page)
  }
})

test('the station @phone', async ({ page, expectAccessible }) => {
  test.setTimeout(180_000)
  const { ready, readyAt } = await ids()
  await signIn(page, 'hana@example.org')
  const station = `/station/${readyAt}`
  for (const path of [
    '/station',
    station,
    `${station}?show=fridge`,
    `${station}/code`,
    `${station}/scan`,
    `${station}/orders/${ready}`,
  ]) {
    await page.goto(path)
    await expectAccessible(page)
  }
})

/** Looks at these pages as the admin with every duty. */
async function lookAt(page: Page, paths: string[], expectAccessible: (page: Page) => Promise<void>): Promise<void> {
  test.setTimeout(300_000)
  await signIn(page, 'ada@example.org')
  for (const path of paths) {
    await page.goto(path)
    await expectAccessible(page)
  }
}

test('the office’s catalogue, stock and people @desktop', async ({ page, expectAccessible }) => {
  const { product, supplier, station } = await ids()
  const paths = [
    '/products',
    '/products/new',
    `/products/${product}`,
    '/suppliers',
    '/suppliers/new',
    `/suppliers/${supplier}`,
    '/inventory',
    `/inventory?adjust=${product}`,
    `/inventory/${product}`,
    '/stations',
    '/stations/new',
    `/stations/${station}`,
    '/leaders',
    '/people',
    '/operator',
  ]
  await lookAt(
    page,
    paths.map((path) => `/admin${path}`),
    expectAccessible,
  )
})

test('the office’s group orders and money @desktop', async ({ page, expectAccessible }) => {
  const { closed, purchaseOrder } = await ids()
  const group = `/admin/group-orders/${closed}`
  const paths = [
    '/admin',
    '/admin/group-orders',
    group,
    `${group}/purchase-list`,
    `${group}/pick-lists`,
    '/admin/purchase-list',
    `/print/group-orders/${closed}/pick-lists`,
    `/print/group-orders/${closed}/purchase-list`,
    '/print/purchase-list',
    '/admin/purchase-orders',
    `/admin/purchase-orders/${purchaseOrder}`,
    `/print/purchase-orders/${purchaseOrder}`,
    '/admin/coupons',
    '/admin/payments',
    '/admin/disputes',
    '/admin/rates',
    '/admin/margins?weeks=26',
    '/admin/replay',
    '/admin/audit',
    '/dev/mailbox',
  ]
  await lookAt(page, paths, expectAccessible)
})
