import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

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
  const [closed, running, draft, station, product, supplier, ready] = await Promise.all([
    db.groupOrder.findFirstOrThrow({ where: { state: 'confirmed' } }),
    db.groupOrder.findUniqueOrThrow({ where: { slug: 'saturday-farm-box' } }),
    db.groupOrder.findFirstOrThrow({ where: { state: 'draft', leader: { user: { email: 'mei@example.org' } } } }),
    db.station.findFirstOrThrow({ where: { keepers: { some: { user: { email: 'hana@example.org' } } } } }),
    db.stock.findFirstOrThrow(),
    db.supplier.findFirstOrThrow(),
    db.order.findFirstOrThrow({
      where: { state: 'ready', station: { keepers: { some: { user: { email: 'hana@example.org' } } } } },
    }),
  ])
  return {
    closed: closed.id,
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

test('the office @desktop', async ({ page, expectAccessible }) => {
  test.setTimeout(300_000)
  const { closed, product, supplier, station } = await ids()
  await signIn(page, 'ada@example.org')
  const group = `/admin/group-orders/${closed}`
  const paths = [
    '',
    '/group-orders',
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
    '/rates',
    '/margins?weeks=26',
    '/replay',
    '/audit',
    '/purchase-list',
  ]
  for (const path of [
    ...paths.map((each) => `/admin${each}`),
    group,
    `${group}/purchase-list`,
    `${group}/pick-lists`,
    `/print/group-orders/${closed}/pick-lists`,
    `/print/group-orders/${closed}/purchase-list`,
    '/print/purchase-list',
    '/dev/mailbox',
  ]) {
    await page.goto(path)
    await expectAccessible(page)
  }
})
