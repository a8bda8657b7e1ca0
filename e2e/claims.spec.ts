import sharp from 'sharp'
import { arrived } from '#lib/usecases/collection/collection.fixture.ts'
import { handOver } from '#lib/usecases/collection/hand-over.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

/** Two of 9.00 paid and handed over; the addresses of its shopper and its leader. */
async function collected() {
  const { group, keeper, order } = await arrived({
    offers: [{ priceMinor: 900, product: { name: { en: 'Pears', 'zh-CN': '梨' } } }],
  })
  await handOver(keeper, { orderId: order.orderId, reason: 'knows them', isPaid: true })
  const [shopper, leader] = [newAddress(), newAddress()]
  await db.user.update({ where: { id: order.shopperId }, data: { email: shopper } })
  await db.user.update({ where: { id: group.leaderUserId }, data: { email: leader } })
  return { orderId: order.orderId, shopper, leader }
}
/** As large as a phone's: noise does not compress. */
const photo = async () => {
  const size = { width: 1_600, height: 1_200, channels: 3 as const }
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
  const buffer = await sharp({ create: { ...size, background: 'olive', noise } })
    .jpeg({ quality: 95 })
    .toBuffer()
  return { name: 'pears.jpg', mimeType: 'image/jpeg', buffer }
}

test('a shopper claims with a picture, the leader gives half back @phone @nojs', async ({ page, expectAccessible }) => {
  const { orderId, shopper, leader } = await collected()
  await signIn(page, shopper, `/orders/${orderId}`)
  await page.getByRole('link', { name: 'Something missing or bad?' }).click()
  await page.getByLabel('What happened').fill('soft all over')
  await page.getByRole('button', { name: 'Send the claim' }).click()
  await expect(page.getByText('Choose what is wrong with at least one of the goods.')).toBeVisible()
  await expect(page.getByLabel('What happened')).toHaveValue('soft all over')
  await page.getByLabel('What is wrong').selectOption('bad')
  await page.getByLabel('How many').fill('3')
  await page.getByRole('button', { name: 'Send the claim' }).click()
  await expect(page.getByText('At most 2.').first()).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('How many').fill('2')
  await page.getByLabel('Pictures').setInputFiles(await photo())
  await page.getByRole('button', { name: 'Send the claim' }).click()
  await expect(page).toHaveURL(/\/claims\//)
  const claim = page.url()
  await expect(page.getByText('soft all over')).toBeVisible()
  const picture = (await page.getByRole('img', { name: 'Picture 1' }).getAttribute('src')) ?? ''
  expect((await page.request.get(picture)).headers()['content-type']).toBe('image/webp')
  await expectAccessible(page)

  await page.context().clearCookies()
  const neighbour = newAddress()
  await makeUser(db, { email: neighbour })
  await signIn(page, neighbour)
  expect((await page.request.get(picture)).status()).toBe(404)
  expect((await page.request.get(claim)).status()).toBe(404)

  await page.context().clearCookies()
  await signIn(page, leader, '/claims')
  await page.getByRole('link', { name: /Order #1/ }).click()
  await page.getByLabel('Give back for Pears').fill('9.00')
  await page.getByRole('button', { name: 'Decide' }).click()
  await expect(page.getByLabel('Answer to the shopper')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Give back for Pears')).toHaveValue('9.00')
  await expectAccessible(page)
  await page.getByLabel('Answer to the shopper').fill('half of it, sorry')
  await page.getByRole('button', { name: 'Decide' }).click()
  await expect(page.getByText('half of it, sorry')).toBeVisible()
  await expect(page.getByText('granted', { exact: true })).toBeVisible()
  await page.context().clearCookies()
  await signIn(page, shopper, '/me/wallet')
  await expect(page.getByText('Refunded: half of it, sorry')).toBeVisible()
})

test.describe(() => {
  test.use({ locale: 'zh-CN' })
  test('申请售后，团长不同意，说明原因 @phone', async ({ page }) => {
    const { orderId, shopper, leader } = await collected()
    await signIn(page, shopper, `/orders/${orderId}/claim`)
    await page.getByLabel('什么问题').selectOption('missing')
    await page.getByLabel('几件').fill('1')
    await page.getByRole('button', { name: '提交申请' }).click()
    await expect(page.getByText('待处理')).toBeVisible()
    const claim = page.url()
    await page.context().clearCookies()
    await signIn(page, leader, new URL(claim).pathname)
    await page.getByLabel('梨退多少').fill('')
    await page.getByLabel('给团员的答复').fill('自提点点过，件数是对的')
    await page.getByRole('button', { name: '确认处理' }).click()
    await expect(page.getByText('未通过')).toBeVisible()
  })
})
