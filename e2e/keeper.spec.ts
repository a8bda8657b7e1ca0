import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

/** A keeper at a station of a test's own, with a group on its way and one order in it. */
async function onItsWay(page: import('@playwright/test').Page) {
  const group = await makeOpenGroup(db, {
    offers: [
      { priceMinor: 560, product: { name: { en: 'Vine tomatoes' } } },
      { priceMinor: 980, product: { name: { en: 'Free-range eggs' } } },
    ],
  })
  const shopper = await makeUser(db, { name: 'Lin Xiao' })
  const placed = await orderDesk.place({
    groupOrderId: group.groupOrderId,
    key: `e2e:${group.groupOrderId}`,
    shopperId: shopper.id,
    stationId: group.stationId,
    name: 'Lin Xiao',
    contact: shopper.email ?? '',
    lines: group.offers.map(({ offerId }) => ({ offerId, quantity: 2 })),
    locale: 'en',
  })
  if (!placed.ok) throw new Error(placed.refusal.code)
  await closeGroupOrder(group.groupOrderId, { actorRole: 'leader', early: true })
  await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { state: 'dispatched', boughtAt: new Date() } })
  const address = newAddress()
  const keeper = await makeUser(db, { email: address, name: 'Hana' })
  await db.stationKeeper.create({ data: { stationId: group.stationId, userId: keeper.id } })
  await signIn(page, address, `/station/${group.stationId}`)
  const order = await db.order.findUniqueOrThrow({ where: { id: placed.value.orderId } })
  return { group, order, shopper }
}

test('confirms arrival, hands over a part by the code, then the rest, and undoes a slip @nojs', async ({ page }) => {
  const { group, order, shopper } = await onItsWay(page)
  await page.getByRole('button', { name: /Check in/ }).click()
  await expect(page.getByText('All in')).toBeVisible()
  await expect.poll(() => db.message.count({ where: { userId: shopper.id, template: 'orderReady' } })).toBe(1)
  await expect(page.getByText('#1', { exact: true })).toBeVisible()
  expect(await page.content()).not.toContain(order.pickupCode)

  const find = async (code: string) => {
    await page.goto(`/station/${group.stationId}/code`)
    await page.getByLabel('Pickup code').fill(code)
    await page.getByRole('button', { name: 'Find the order' }).click()
  }
  await find(order.pickupCode === '1000' ? '1001' : '1000')
  await expect(page.getByLabel('Pickup code')).toHaveAttribute('aria-invalid', 'true')
  await find(order.pickupCode)
  await expect(page.getByText('The code is right.')).toBeVisible()
  await page.getByLabel('Free-range eggs: how many').fill('1')
  await page.getByRole('button', { name: 'Hand over' }).click()
  await expect(page.getByText('A part of order #1 is handed over.')).toBeVisible()
  expect((await db.order.findUniqueOrThrow({ where: { id: order.id } })).state).toBe('ready')

  await find(order.pickupCode)
  await page.getByLabel(/I have the money/).check()
  await page.getByRole('button', { name: 'Hand over' }).click()
  await expect(page.getByText('Order #1 is handed over.')).toBeVisible()
  expect(await db.order.findUniqueOrThrow({ where: { id: order.id } })).toMatchObject({
    state: 'collected',
    paymentState: 'paid',
  })

  await find(order.pickupCode)
  await expect(page.getByText(/Collected .*handed over by Hana/)).toBeVisible()
  await page.getByLabel('No money was taken, or it went back').check()
  await page.getByRole('button', { name: /Undo/ }).first().click()
  await expect.poll(async () => (await db.order.findUniqueOrThrow({ where: { id: order.id } })).state).toBe('ready')
})

test('without the code a reason is asked for and recorded @phone', async ({ page }) => {
  const { order } = await onItsWay(page)
  await page.getByRole('button', { name: /Check in/ }).click()
  await page.getByRole('link', { name: 'Hand over order #1' }).click()
  await page.getByRole('button', { name: 'Hand over' }).click()
  await expect(page.getByLabel('Why without code or QR?')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Why without code or QR?').fill('Her phone is empty, I know her.')
  await page.getByRole('button', { name: 'Hand over' }).click()
  await expect(page.getByText('Order #1 is handed over.')).toBeVisible()
  expect(await db.collection.findFirstOrThrow({ where: { orderId: order.id } })).toMatchObject({
    proof: 'none',
    reason: 'Her phone is empty, I know her.',
  })
})
