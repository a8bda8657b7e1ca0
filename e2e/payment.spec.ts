import { makeAdmin } from '#prisma/factories/people.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'
import { paidTopUp } from './paid-online.ts'

test('a shopper tops up online: paid, told, in the wallet @nojs', async ({ page, expectAccessible }) => {
  await signIn(page, newAddress(), '/me/wallet/top-up')
  await expectAccessible(page)
  await page.getByLabel('How much?').fill('0.50')
  await page.getByRole('button', { name: 'Go on to pay' }).click()
  await expect(page.getByLabel('How much?')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('How much?').fill('20.00')
  await page.getByRole('button', { name: 'Go on to pay' }).click()
  await expect(page.getByText(/You can pay until/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Pay now' }).click()
  await page.getByRole('button', { name: 'Pay $20.00' }).click()
  await expect(async () => {
    const again = page.getByRole('link', { name: 'Look again' })
    if (await again.isVisible()) await again.click()
    await expect(page.getByText('Paid. The money is in your wallet.')).toBeVisible({ timeout: 500 })
  }).toPass()
})

test('the office sees what was paid and sends it back', async ({ page, expectAccessible }) => {
  const { paymentId } = await paidTopUp('Payer')
  const office = newAddress()
  await makeAdmin(db, ['money'], { email: office })
  await signIn(page, office, '/admin/payments')
  await expectAccessible(page)
  const row = page.getByRole('row').filter({ hasText: 'Payer' }).first()
  await row.getByText('Send back to Payer').click()
  await row.getByLabel('From the wallet').fill('12.50')
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
    await expect(page.getByText('支付没有成功，没有扣款。')).toBeVisible({ timeout: 30_000 })
  })
})
