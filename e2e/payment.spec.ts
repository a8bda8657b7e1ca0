import type { Page } from '@playwright/test'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeAdmin, makeUser } from '#prisma/factories/people.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'
import { paidTopUp } from './paid-online.ts'

test('a shopper tops up online: paid, told, in the wallet @phone @nojs', async ({ page, expectAccessible }) => {
  test.slow()
  await signIn(page, newAddress(), '/me/wallet/top-up')
  await expectAccessible(page)
  await page.getByLabel('How much?').fill('0.50')
  await page.getByRole('button', { name: 'Go on to pay' }).click()
  await expect(page.getByLabel('How much?')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('How much?').fill('20.00')
  await page.getByRole('button', { name: 'Go on to pay' }).click()
  await expect(page.getByText(/You can pay until/)).toBeVisible()
  await page.getByRole('link', { name: 'Pay now' }).click()
  await page.getByRole('button', { name: 'Pay $20.00' }).click()
  await told(page, 'Paid. The money is in your balance.')
})

/** Waits as a shopper does until the provider's word has come. */
async function told(page: Page, what: string): Promise<void> {
  await expect(async () => {
    const again = page.getByRole('link', { name: 'Look again' })
    if (await again.isVisible()) await again.click()
    else await page.reload()
    await expect(page.getByText(what)).toBeVisible({ timeout: 500 })
  }).toPass()
}

test('an order is paid online: kept, paid, changed, sent back @phone @nojs', async ({ page, expectAccessible }) => {
  test.slow()
  const group = await makeOpenGroup(db, {
    offers: [{ priceMinor: 560, product: { name: { en: 'Vine tomatoes', 'zh-CN': '藤番茄' } } }],
  })
  const address = newAddress()
  await makeUser(db, { email: address, name: 'Lin' })
  await signIn(page, address, `/g/${group.slug}`)
  await page.getByRole('button', { name: 'Add: Vine tomatoes' }).click()
  await page.getByRole('link', { name: 'Join the group' }).click()
  await page.getByRole('radio', { name: /^Online now/ }).check()
  await expectAccessible(page)
  await page.getByRole('button', { name: /^Place order/ }).click()
  await expect(page.getByText(/Your order is kept until/)).toBeVisible()
  await page.getByRole('link', { name: 'To your order' }).click()
  await expect(page.getByText(/kept for you until/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Pay now' }).click()
  await page.getByRole('link', { name: 'Pay now' }).click()
  await page.getByRole('button', { name: 'Pay $5.60' }).click()
  await told(page, 'Paid, thank you.')
  await page.getByRole('link', { name: 'To your order' }).last().click()
  await expect(page.getByRole('heading', { name: 'Paid online' })).toBeVisible()
  await expectAccessible(page)
  await page.getByText('Cancel this order').click()
  await page.getByRole('button', { name: 'Yes, cancel it' }).click()
  await expect(page.getByText('Back: the order was cancelled')).toBeVisible()
  const { id: orderId } = await db.order.findFirstOrThrow({ where: { groupOrderId: group.groupOrderId } })
  await expect
    .poll(() => db.providerRefund.findFirst({ where: { payment: { orderId } } }))
    .toMatchObject({ state: 'done' })
})

test('the office sees what was paid and sends it back @desktop', async ({ page, expectAccessible }) => {
  test.slow()
  const { paymentId } = await paidTopUp('Payer')
  const office = newAddress()
  await makeAdmin(db, ['money'], { email: office })
  await signIn(page, office, '/admin/payments')
  await expectAccessible(page)
  const row = page.getByRole('row').filter({ has: page.locator(`input[value="${paymentId}"]`) })
  await row.getByText('Send back to P').click()
  await row.getByLabel('From the balance').fill('12.50')
  await row.getByRole('button', { name: 'Send back' }).click()
  await expect.poll(() => db.providerRefund.findFirst({ where: { paymentId } })).toMatchObject({ amountMinor: 1250n })
})

test.describe(() => {
  test.use({ locale: 'zh-CN' })
  test('线上充值没付成 @phone', async ({ page }) => {
    await signIn(page, newAddress(), '/me/wallet/top-up')
    await page.getByRole('button', { name: '去支付' }).click()
    await page.getByRole('link', { name: '去支付' }).click()
    await page.getByRole('button', { name: '让支付失败' }).click()
    await told(page, '支付没有成功，没有扣款。')
  })
})
