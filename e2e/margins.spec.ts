import { newId, newToken } from '#lib/infra/ids.ts'
import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { makeProduct, makeStation } from '#prisma/factories/catalogue.ts'
import { makeOpenGroup, makeOrder } from '#prisma/factories/group-order.ts'
import { makeAdmin, makeLeader, makeUser } from '#prisma/factories/people.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

/** A product that costs 3.90. */
async function pears() {
  const name = `Ripe pears ${newToken(5)}`
  const { id: productId } = await makeProduct(db, { name: { en: name }, priceMinor: 560, costMinor: 390 })
  return { name, productId }
}

test('an admin allows a price below cost @desktop @nojs', async ({ page, expectAccessible }) => {
  const { productId } = await pears()
  const office = newAddress()
  await makeAdmin(db, ['catalogue'], { email: office })
  await signIn(page, office, `/admin/products/${productId}`)
  await page.getByRole('textbox', { name: 'Lowest price' }).fill('4.00')
  await page.getByLabel('Until').fill('2099-01-01T12:00')
  await page.getByRole('button', { name: 'Allow it' }).click()
  await expect(page.getByText('That is not below what it costs').first()).toBeVisible()
  await page.getByRole('textbox', { name: 'Lowest price' }).fill('2.00')
  await page.getByRole('button', { name: 'Allow it' }).click()
  await expect(page.getByRole('row').filter({ hasText: '$2.00' })).toBeVisible()
  await expectAccessible(page)
})

test('a leader opens a no-loss group and sees what it leaves @desktop @nojs', async ({ page }) => {
  const { name, productId } = await pears()
  const station = await makeStation(db, { name: { en: `Pear Gate ${newToken(5)}` } })
  await db.station.update({ where: { id: station.id }, data: { stopCostMinor: 2500 } })
  const [givenAt, until] = [new Date(), new Date(Date.now() + 86_400_000 * 30)]
  const given = { reason: 'near_expiry', lowestMinor: 200, costMinor: 390, givenAt, until, givenBy: newId() } as const
  await db.belowCostPermission.create({ data: { id: newId(), productId, ...given } })
  const email = newAddress()
  const { id: userId } = await makeUser(db, { email })
  await makeLeader(db, { userId })
  await signIn(page, email, '/leader/group-orders/new')
  await page.getByRole('textbox', { name: /What neighbours will read first/ }).fill('Pears that must go')
  await page.getByRole('checkbox', { name: new RegExp(name) }).check()
  await page
    .getByRole('checkbox', { name: /Pear Gate/ })
    .first()
    .check()
  await page.getByLabel('No-loss group').check()
  await page.getByLabel(`Price of ${name}`).fill('1.99')
  await page.getByRole('button', { name: 'Open the group' }).click()
  await expect(page.getByText(/is below what it costs us/).first()).toBeVisible()
  await expect(page.getByText('No number of orders pays for this stop').first()).toBeVisible()
  await page.getByLabel(`Price of ${name}`).fill('2.00')
  await page.getByRole('button', { name: 'Open the group' }).click()
  await expect(page.getByText('The group is open. Share the link now.')).toBeVisible()
  await expect(page.getByText('A no-loss group', { exact: false })).toBeVisible()
  const { slug } = await db.groupOrder.findFirstOrThrow({ where: { leader: { userId } } })
  await page.goto(`/g/${slug}`)
  await expect(
    page.getByText('It goes ahead only if the orders pay for bringing it here.', { exact: false }),
  ).toBeVisible()
})

test.describe(() => {
  test.use({ locale: 'zh-CN' })
  test('团长看到还差几单回本 @phone', async ({ page }) => {
    const email = newAddress()
    const { id: userId } = await makeUser(db, { email, locale: 'zh-CN' })
    const leader = await makeLeader(db, { userId })
    const group = await makeOpenGroup(db, {
      leaderId: leader.id,
      offers: [{ priceMinor: 2500, product: { costMinor: 1950 } }],
    })
    await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { isNoLoss: true } })
    await db.station.update({ where: { id: group.stationId }, data: { stopCostMinor: 2500 } })
    const lines = group.offers.map(({ offerId }) => ({ offerId, quantity: 1 }))
    await makeOrder(db, { groupOrderId: group.groupOrderId, stationId: group.stationId, lines })
    await signIn(page, email, `/leader/group-orders/${group.groupOrderId}`)
    await expect(page.getByText(/再来 \d+ 单就够付运费和配送/)).toBeVisible()
    await expect(page.getByText('保本团：截单时要回本才成团。')).toBeVisible()
  })
})

test('the office reads what was left and why, and plays it again @desktop @nojs', async ({ page }) => {
  const { id: leaderId } = await makeLeader(db, { name: { en: `Replayed ${newToken(5)}` } })
  const { name } = await db.leader.findUniqueOrThrow({ where: { id: leaderId } })
  const group = await makeOpenGroup(db, { leaderId, offers: [{ priceMinor: 2500, product: { costMinor: 1950 } }] })
  const lines = group.offers.map(({ offerId }) => ({ offerId, quantity: 1 }))
  await makeOrder(db, { groupOrderId: group.groupOrderId, stationId: group.stationId, lines })
  await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
  const email = newAddress()
  await makeAdmin(db, ['money'], { email })
  await signIn(page, email, '/admin/margins?by=leader')
  const leader = (name as { en: string }).en
  await expect(page.getByRole('row').filter({ hasText: leader })).toBeVisible()
  await page.getByRole('link', { name: 'Replay' }).click()
  await page.getByLabel('Leader', { exact: true }).selectOption(leader)
  await page.getByLabel('Commission, %').fill('lots')
  await page.getByRole('button', { name: 'Play it again' }).click()
  await expect(page.getByLabel('Commission, %')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Commission, %').fill('10')
  await page.getByRole('button', { name: 'Play it again' }).click()
  // 10 % of 25.00, where factories keep no commission
  await expect(page.getByRole('row').filter({ hasText: 'Saturday farm box' })).toContainText('-$2.50')
})
