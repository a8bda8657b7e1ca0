import { makeOpenGroup, makeOrder } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

test('a shopper asks for the invoice of a collected order @phone @nojs', async ({ page }) => {
  const email = newAddress()
  const { id: shopperId } = await makeUser(db, { email })
  const group = await makeOpenGroup(db, { state: 'arrived', cutoffInMs: -86_400_000 })
  const lines = group.offers.map(({ offerId }) => ({ offerId, quantity: 2 }))
  await db.offerPrice.updateMany({ where: { offerId: group.offers[0]?.offerId ?? '' }, data: { taxBps: 500 } })
  const { groupOrderId, stationId } = group
  const { orderId } = await makeOrder(db, { groupOrderId, stationId, shopperId, lines })
  await db.order.update({ where: { id: orderId }, data: { state: 'collected', paymentState: 'paid' } })

  await signIn(page, email, `/orders/${orderId}`)
  await page.locator('summary', { hasText: 'Make the invoice' }).click()
  await page.getByLabel('Name on the invoice').fill('Maple Café Ltd')
  await page.getByRole('button', { name: 'Make the invoice' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /Tax invoice 20\d\d-\d{6}/ })).toBeVisible()
  await expect(page.getByText('For: Maple Café Ltd')).toBeVisible()
  // within 11.20 at 5 % there is 0.533
  await expect(page.getByRole('row', { name: /Total/ })).toContainText('$0.53')
  await page.getByRole('link', { name: 'Back' }).click()
  await expect(page.getByRole('link', { name: /Show: Tax invoice/ })).toBeVisible()
  expect(await db.invoice.count({ where: { orderId } })).toBe(1)
})
