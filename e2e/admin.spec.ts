import { newToken } from '#lib/infra/ids.ts'
import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { db, expect, signIn, test } from './fixtures.ts'

test('a product is added with its picture, refused until right @desktop @nojs', async ({ page }) => {
  const sku = `T-${newToken(6)}`.toUpperCase()
  await signIn(page, 'ada@example.org', '/admin/products/new')
  await page.getByRole('button', { name: /Save/ }).click()
  await expect(page.getByText('Fill this in, please.').first()).toBeVisible()
  await page
    .getByLabel('Name in English')
    .or(page.getByLabel(/^Name.*English/))
    .first()
    .fill('Test quinces')
  await page.getByLabel(/^Code/).fill(sku)
  await page
    .getByLabel(/^Price/)
    .first()
    .fill('4.00')
  await page.getByLabel(/^Cost/).first().fill('5.00')
  await page.getByRole('button', { name: /Save/ }).click()
  await expect(page.locator('[aria-invalid=true]').first()).toBeVisible()
  await expect(page.getByLabel(/^Code/)).toHaveValue(sku)
  await page.getByLabel(/^Cost/).first().fill('3.00')
  await page.getByLabel(/^Picture/).setInputFiles('public/basket.webp')
  await page.getByRole('button', { name: /Save/ }).click()
  await expect.poll(() => db.product.findUnique({ where: { sku } })).toMatchObject({ priceMinor: 400, costMinor: 300 })
  expect((await db.product.findUniqueOrThrow({ where: { sku } })).picture).toBeTruthy()
})

test('stock is adjusted with a reason, leaves a movement, and is undone @desktop', async ({ page }) => {
  const group = await makeOpenGroup(db, {
    offers: [{ priceMinor: 560, source: 'stock', onHand: 20, product: { name: { en: `Test rice ${newToken(4)}` } } }],
  })
  const productId = group.offers[0]?.productId ?? ''
  await signIn(page, 'stefan@example.org', `/admin/inventory/${productId}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const onHand = async () => (await db.stock.findUniqueOrThrow({ where: { productId } })).onHand
  await page.getByRole('radio', { name: /Damaged/ }).check({ force: true })
  await page.getByLabel(/^How many/).fill('3')
  await page.getByRole('button', { name: 'Save adjustment' }).click()
  await expect(page.getByLabel('Note')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Note').fill('Fell off the cart')
  await page.getByRole('button', { name: 'Save adjustment' }).click()
  await expect.poll(onHand).toBe(17)
  await page.goto(`/admin/inventory/${productId}`)
  await page.getByRole('button', { name: /Undo/ }).first().click()
  await expect.poll(onHand).toBe(20)
  expect(
    await db.auditEntry.count({ where: { action: { in: ['stock.adjust', 'stock.undo'] }, subjectId: productId } }),
  ).toBe(2)
})

test('after the cutoff: what to buy in cases, who gets what, on screen, as CSV and on paper @desktop', async ({
  page,
}) => {
  const group = await makeOpenGroup(db, {
    title: { en: 'Case test', 'zh-CN': '整箱测试' },
    offers: [{ priceMinor: 560, product: { name: { en: 'Vine tomatoes', 'zh-CN': '串番茄' }, caseSize: 12 } }],
  })
  for (const quantity of [5, 9]) {
    const { id: shopperId } = await makeUser(db, { name: '欧阳霖' })
    await orderDesk.place({
      groupOrderId: group.groupOrderId,
      key: `e2e:${shopperId}`,
      shopperId,
      stationId: group.stationId,
      name: '欧阳霖',
      contact: 'x@example.org',
      lines: [{ offerId: group.offers[0]?.offerId ?? '', quantity }],
      locale: 'zh-CN',
    })
  }
  await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
  const base = `/admin/group-orders/${group.groupOrderId}`
  await signIn(page, 'ada@example.org', base)
  await page.goto(`${base}/purchase-list`)
  const row = page.getByRole('row', { name: /Vine tomatoes/ })
  for (const text of ['14', '12', '2', '24', '+10'])
    await expect(row.getByText(text, { exact: true }).first()).toBeVisible()
  const csv = await page.request.get(`${base}/purchase-list.csv`, { headers: { 'accept-language': 'zh-CN' } })
  const text = (await csv.body()).toString('utf8')
  expect(text.charCodeAt(0)).toBe(0xfeff)
  expect(text).toContain('串番茄')
  await page.goto(`${base}/pick-lists`)
  await expect(page.getByText('欧阳**').first()).toBeVisible()
  await page.goto(`/print/group-orders/${group.groupOrderId}/pick-lists`)
  await expect(page.locator('.sheet')).toHaveCount(1)
  const wider = await page
    .locator('.sheet table')
    .evaluate((table) => table.scrollWidth - (table.parentElement?.clientWidth ?? 0))
  expect(wider).toBeLessThanOrEqual(1)

  await page.goto(base)
  for (const step of ['Mark as bought', 'Goods in', 'Dispatched'])
    await page.getByRole('button', { name: step }).click()
  await expect
    .poll(async () => (await db.groupOrder.findUniqueOrThrow({ where: { id: group.groupOrderId } })).state)
    .toBe('dispatched')
})

test('everybody’s actions are in the audit trail @desktop', async ({ page }) => {
  await signIn(page, 'ada@example.org', '/admin/audit')
  await expect(page.getByText('Placed an order').first()).toBeVisible()
})
