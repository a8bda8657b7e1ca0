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
  await expect(page.getByRole('alert')).toBeVisible()
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
  await db.order.update({ where: { id: orderId }, data: { state: 'ready', shelf: 3 } })
  await page.goto(`/orders/${orderId}`)
  await expectAccessible(page)
})
