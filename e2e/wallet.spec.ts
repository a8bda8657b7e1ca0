import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeAdmin, makeUser } from '#prisma/factories/people.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

/** A shopper, an office that may handle money, and an open group with tomatoes at 5.60, 4.80 from two orders on. */
async function market() {
  const [shopper, office] = [newAddress(), newAddress()]
  const [{ id }, , group] = await Promise.all([
    makeUser(db, { email: shopper, name: 'Lin' }),
    makeAdmin(db, ['money'], { email: office }),
    makeOpenGroup(db, {
      title: { en: 'Test farm box', 'zh-CN': '测试农场箱' },
      offers: [
        {
          priceMinor: 560,
          product: { name: { en: 'Vine tomatoes', 'zh-CN': '藤番茄' } },
          tiers: [{ from: 2, priceMinor: 480 }],
        },
      ],
    }),
  ])
  return { shopper, office, group, userId: id }
}

test('the office tops up, the shopper pays from the balance, and it comes back @phone @nojs', async ({
  page,
  expectAccessible,
}) => {
  test.setTimeout(60_000)
  const { shopper, office, group, userId } = await market()
  await signIn(page, office, '/admin/money')
  await page.getByRole('link', { name: 'Balances of shoppers' }).click()
  await page.getByRole('searchbox').fill(shopper)
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByLabel('Amount').fill('20.00')
  await page.getByRole('button', { name: 'Book it' }).click()
  await expect(page.getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Amount')).toHaveValue('20.00')
  await page.getByLabel('Reason').fill('transfer of Monday')
  await page.getByRole('button', { name: 'Book it' }).click()
  await expect(page.getByText('Done. The shopper is told.')).toBeVisible()
  await expect(page.getByText('+$20.00')).toBeVisible()
  await expectAccessible(page)

  await page.context().clearCookies()
  await signIn(page, shopper, `/g/${group.slug}`)
  await page.getByRole('button', { name: 'Add: Vine tomatoes' }).click()
  await page.getByRole('link', { name: 'Join the group' }).click()
  await page.getByRole('radio', { name: /From your balance/ }).check()
  await page.getByRole('button', { name: /Place order · \$5\.60/ }).click()
  await expect(page.getByText('Paid from your balance')).toBeVisible()
  await expect(page.getByText('−$5.60')).toBeVisible()
  const order = await db.order.findFirstOrThrow({ where: { shopperId: userId } })
  expect(order).toMatchObject({ paymentMethod: 'wallet', paymentState: 'held', totalMinor: 560 })

  await page.goto('/me')
  await page.getByRole('link', { name: /Your balance \$14\.40/ }).click()
  await expect(page.getByText('Put in: transfer of Monday')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Order #1 · Test farm box' }).click()
  await page.getByText('Cancel this order').click()
  await page.getByRole('button', { name: 'Yes, cancel it' }).click()
  await expect(page.getByText('What you paid is back in your balance.')).toBeVisible()
  await page.goto('/me')
  await expect(page.getByRole('link', { name: /Your balance \$20\.00/ })).toBeVisible()
})

test.describe(() => {
  test.use({ locale: 'zh-CN' })
  test('余额不够时说清楚，够了就能付 @phone', async ({ page }) => {
    const { shopper, office, group } = await market()
    await signIn(page, office, `/admin/wallets?q=${shopper}`)
    await page.getByLabel('金额').fill('3')
    await page.getByLabel('原因').fill('现金')
    await page.getByRole('button', { name: '入账' }).click()
    await expect(page.getByText('已入账，团员会收到通知。')).toBeVisible()
    await page.context().clearCookies()
    await signIn(page, shopper, `/g/${group.slug}`)
    await page.getByRole('button', { name: '加入：藤番茄' }).click()
    await page.getByRole('link', { name: '我要接龙' }).click()
    await expect(page.getByRole('radio', { name: /余额支付/ })).toBeDisabled()
    await expect(page.getByText(/余额 .*3\.00 不够，这单需要 .*5\.60/)).toBeVisible()
  })
})
