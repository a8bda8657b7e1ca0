import { env } from '#lib/infra/env.ts'
import { arrived } from '#lib/usecases/collection/collection.fixture.ts'
import { handOver } from '#lib/usecases/collection/hand-over.ts'
import { makeProduct } from '#prisma/factories/catalogue.ts'
import { makeCoupon } from '#prisma/factories/coupon.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeAdmin, makeUser } from '#prisma/factories/people.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

// What comes off a price, and what comes back: coupons, containers, refunds, withdrawals.

test('a coupon is tried, taken off, and stands on the order @phone @nojs', async ({ page, expectAccessible }) => {
  const address = newAddress()
  await makeUser(db, { email: address, name: 'Lin' })
  const { slug, groupOrderId } = await makeOpenGroup(db, {
    offers: [
      { priceMinor: 1_000, depositMinor: 200, product: { name: { en: 'Milk', 'zh-CN': '牛奶' }, costMinor: 500 } },
    ],
  })
  const { code } = await makeCoupon(db, { groupOrderId })
  await signIn(page, address, `/g/${slug}`)
  await page.getByRole('button', { name: 'Add: Milk' }).click()
  await page.getByRole('link', { name: 'Join the group' }).click()
  await page.getByText('I have a coupon').first().click()
  await page.getByLabel('Coupon code').fill('NOSUCHONE')
  await page.getByRole('button', { name: 'Use it' }).click()
  await expect(page.getByText('There is no such coupon')).toBeVisible()
  await expect(page.getByLabel('Coupon code')).toHaveValue('NOSUCHONE')
  await page.getByLabel('Coupon code').fill(code.toLowerCase())
  await page.getByRole('button', { name: 'Use it' }).click()
  await expect(page.getByText(`Coupon ${code} is taken off.`)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: /Place order · \$11\.00/ }).click()
  await expect(page).toHaveURL(/\/orders\//)
  await expect(page.getByText(`Coupon ${code}`)).toBeVisible()
  await expect(page.getByText('−$1.00')).toBeVisible()
  await expectAccessible(page)
})

test('a keeper takes empty containers back and pays their deposit @phone @nojs', async ({ page }) => {
  const { keeper, order } = await arrived()
  const { id } = await makeProduct(db, { name: { en: `Jug ${order.orderId}` } })
  await db.product.update({ where: { id }, data: { depositMinor: 150 } })
  const email = newAddress()
  await db.user.update({ where: { id: keeper.userId }, data: { email } })
  await handOver(keeper, { orderId: order.orderId, reason: 'knows them', isPaid: true })
  await signIn(page, email, `/station/${keeper.stationId}/till`)
  await page.getByLabel('Which').selectOption(id)
  await page.getByLabel('How many').fill('0')
  await page.getByRole('button', { name: 'Pay it back' }).click()
  await expect(page.getByLabel('How many')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('How many').fill('3')
  await page.getByRole('button', { name: 'Pay it back' }).click()
  await expect(page.getByText('Hand over $4.50. It is booked.')).toBeVisible()
})

test('the office refunds a part with a reason, and the shopper reads it @desktop @nojs', async ({ page }) => {
  const { keeper, order } = await arrived({ offers: [{ priceMinor: 900 }] })
  await handOver(keeper, { orderId: order.orderId, reason: 'knows them', isPaid: true })
  const [shopper, office] = [newAddress(), newAddress()]
  await db.user.update({ where: { id: order.shopperId }, data: { email: shopper } })
  await makeAdmin(db, ['money'], { email: office })
  await signIn(page, office, `/admin/wallets?q=${shopper}`)
  await page.locator('summary', { hasText: 'Refund' }).click()
  const form = page.locator('details[open]')
  await form.getByLabel('Amount').fill('99')
  await form.getByLabel('Reason').fill('two were bruised')
  await form.getByRole('button', { name: 'Refund' }).click()
  const again = page.locator('details', { has: page.getByLabel('Amount') })
  await expect(again.getByLabel('Amount')).toHaveAttribute('aria-invalid', 'true')
  await expect(again.getByLabel('Reason')).toHaveValue('two were bruised')
  await again.getByLabel('Amount').fill('5')
  await again.getByRole('button', { name: 'Refund' }).click()
  await expect(page.getByText('$5.00 refunded')).toBeVisible()
  await page.context().clearCookies()
  await signIn(page, shopper, '/me/wallet')
  await expect(page.getByText('Refunded: two were bruised')).toBeVisible()
})

test.describe(() => {
  test.use({ locale: 'zh-CN' })
  test('申请提现，后台打款 @phone', async ({ page, expectAccessible }) => {
    const [shopper, office] = [newAddress(), newAddress()]
    await Promise.all([makeUser(db, { email: shopper, name: '林' }), makeAdmin(db, ['money'], { email: office })])
    const before = await db.operator.findFirstOrThrow()
    await db.operator.updateMany({ data: { allowsWithdrawals: true } })
    try {
      await signIn(page, office, `/admin/wallets?q=${shopper}`)
      await page.getByLabel('金额').fill('30')
      await page.getByLabel('原因').fill('现金')
      await page.getByRole('button', { name: '入账' }).click()
      await page.context().clearCookies()
      await signIn(page, shopper, '/me/wallet')
      await page.locator('summary', { hasText: '提现' }).click()
      await page.getByLabel('金额').fill('31')
      await page.getByRole('button', { name: '申请提现' }).click()
      await expect(page.getByLabel('金额')).toHaveAttribute('aria-invalid', 'true')
      await page.getByLabel('金额').fill('12.5')
      await page.getByRole('button', { name: '申请提现' }).click()
      await expect(page.getByText(/17\.50/).first()).toBeVisible()
      await expectAccessible(page)
    } finally {
      await db.operator.updateMany({ data: { allowsWithdrawals: before.allowsWithdrawals } })
    }
    await page.context().clearCookies()
    await signIn(page, office, '/admin/wallets')
    const row = page
      .getByRole('listitem')
      .filter({ hasText: '12.50' })
      .filter({ hasText: shopper.slice(0, 1) })
    await row
      .last()
      .getByLabel(/打款编号/)
      .fill('BANK 4711')
    await row.last().getByRole('button', { name: '已打款' }).click()
    await expect
      .poll(() => db.withdrawal.findFirst({ where: { note: 'BANK 4711' } }))
      .toMatchObject({ currency: env.CURRENCY })
  })
})
