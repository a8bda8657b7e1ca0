import { newToken } from '#lib/infra/ids.ts'
import { makeAdmin } from '#prisma/factories/people.ts'
import { makePurchaseOrder } from '#prisma/factories/purchase-order.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

/** 15 tomatoes in a closed group, in no purchase order yet; cases of 12. */
async function waitingGroup() {
  const made = await makePurchaseOrder(db, { state: 'draft' })
  await db.purchaseOrder.delete({ where: { id: made.purchaseOrderId } })
  const name = `Growers ${newToken(6)}`
  const { email } = await db.supplier.update({ where: { id: made.supplierId }, data: { name: { en: name } } })
  return { name, email }
}

test('the office orders, a change goes out as the difference, the supplier answers by the link @nojs', async ({
  page,
  context,
}) => {
  const { name, email } = await waitingGroup()
  const office = newAddress()
  await makeAdmin(db, ['stock'], { email: office })
  await signIn(page, office, '/admin/purchase-orders')
  await page.getByRole('button', { name: 'Gather closed groups' }).click()
  await page.getByRole('row').filter({ hasText: name }).getByRole('link').click()
  await expect(page.getByRole('row').filter({ hasText: 'Vine tomatoes' })).toContainText('24')
  await page.getByLabel('Note to the supplier').fill('The back door, please')
  await page.getByRole('button', { name: 'Send to the supplier' }).click()
  await expect(page.getByText('Sent, no answer yet')).toBeVisible()

  const supplier = await context.newPage()
  await supplier.goto(`/dev/mailbox?to=${email}`)
  await expect(supplier.getByRole('link', { name: /^PO-\d{4}-\d{4}-v1\.csv$/ })).toBeVisible()
  await expect(supplier.getByRole('link', { name: /^PO-\d{4}-\d{4}-v1\.xlsx$/ })).toBeVisible()
  const mail = await supplier.getByRole('main').textContent()
  await supplier.goto(/\/s\/[\w-]{32}\/en/.exec(mail ?? '')?.[0] ?? '')
  await expect(supplier).toHaveURL(/\/s\/[\w-]{32}$/)
  await expect(supplier.getByText('The back door, please')).toBeVisible()
  await supplier.getByLabel('You will bring: Vine tomatoes').fill('12')
  await supplier.getByLabel('Remark: Vine tomatoes').fill('The rest on Monday')

  await page.locator('summary').filter({ hasText: 'Change' }).click()
  await page.getByLabel('Cases', { exact: true }).fill('3')
  await page.getByLabel('Why not what the groups need').fill('Market day')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('button', { name: 'Send the changes' }).click()
  await expect(page.getByText('Version 2', { exact: true })).toBeVisible()

  await supplier.getByRole('button', { name: 'Send this answer' }).click()
  await expect(supplier.getByText('A newer version was sent meanwhile: version 2', { exact: false })).toBeVisible()
  await expect(supplier.getByRole('heading', { name: 'New in version 2' })).toBeVisible()
  await expect(supplier.getByLabel('You will bring: Vine tomatoes')).toHaveValue('12')
  await supplier.getByRole('button', { name: 'Send this answer' }).click()
  await expect(supplier.getByText('Thank you. Your answer is in', { exact: false })).toBeVisible()

  await page.reload()
  await expect(page.getByText('Only 12')).toBeVisible()
  await expect(page.getByText('The rest on Monday')).toBeVisible()
})

test('wrong, stopped and old links open nothing and say so @desktop', async ({ page }) => {
  const { purchaseOrderId, token } = await makePurchaseOrder(db)
  const statusOf = async (path: string) => (await page.request.get(path)).status()
  expect(await statusOf(`/s/${token}`)).toBe(200)
  expect(await statusOf(`/s/${token.slice(1)}`)).toBe(404)
  expect(await statusOf(`/s/${'A'.repeat(32)}`)).toBe(404)
  await db.purchaseOrderLink.updateMany({ where: { purchaseOrderId }, data: { revokedAt: new Date() } })
  await page.goto(`/s/${token}`)
  await expect(page.getByRole('heading', { name: 'This link no longer works' })).toBeVisible()
  expect(await page.locator('meta[name=robots]').getAttribute('content')).toContain('noindex')
})

test.describe(() => {
  test.use({ locale: 'zh-CN' })
  test('供应商打开链接，全部确认 @phone', async ({ page, expectAccessible }) => {
    const { token } = await makePurchaseOrder(db)
    await page.goto(`/s/${token}/zh-CN`)
    await expect(page.getByRole('heading', { name: /采购单 PO-/ })).toBeVisible()
    await page.getByRole('button', { name: '全部确认' }).click()
    await expect(page.getByText('仍可修改', { exact: false })).toBeVisible()
    await expect(page.getByText('您已全部确认。')).toBeVisible()
    await expectAccessible(page)
  })
})
