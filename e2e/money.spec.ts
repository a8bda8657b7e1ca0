import { sqlTransaction } from '#lib/db/transaction.ts'
import { paidAtPickup } from '#lib/domain/ledger.ts'
import { env } from '#lib/infra/env.ts'
import { newId, newToken } from '#lib/infra/ids.ts'
import { postToLedger } from '#lib/usecases/ledger/post.ts'
import { makeStation } from '#prisma/factories/catalogue.ts'
import { makeAdmin, makeKeeper } from '#prisma/factories/people.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

/** A keeper with 25.00 in the till, at a station of their own. */
async function withMoney() {
  const station = await makeStation(db)
  const email = newAddress()
  const name = `Hana ${newToken(5)}`
  const { id: keeperId } = await makeKeeper(db, station.id, { email, name })
  const facts = { collectionId: newId(), orderId: newId(), keeperId, totalMinor: 2500, currency: env.CURRENCY }
  const paid = paidAtPickup(facts)
  await sqlTransaction((tx) => postToLedger(tx, paid ? [paid] : []))
  return { station, email, name, keeperId }
}

test('a keeper counts the till and the office takes it, a coin short @phone @nojs', async ({
  page,
  expectAccessible,
}) => {
  test.setTimeout(60_000)
  const { station, email, name, keeperId } = await withMoney()
  await signIn(page, email, `/station/${station.id}`)
  await page.getByLabel('Menu').click()
  await page.getByRole('link', { name: 'Your till' }).click()
  await expect(page.getByRole('heading', { name: 'Your till' })).toBeVisible()
  await expect(page.getByText('1 payment')).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('What is in the till').fill('24.00')
  await page.getByRole('button', { name: 'It is counted' }).click()
  await expect(page.getByLabel('If it differs, why?')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('What is in the till')).toHaveValue('24.00')
  await page.getByLabel('If it differs, why?').fill('wrong change')
  await page.getByRole('button', { name: 'It is counted' }).click()
  await expect(page.getByText(/\$24\.00 counted/)).toBeVisible()

  const office = newAddress()
  await makeAdmin(db, ['money'], { email: office })
  await page.context().clearCookies()
  await signIn(page, office, '/admin/money')
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row.getByText(/The books said \$25\.00 · wrong change/)).toBeVisible()
  await expectAccessible(page)
  await row.getByLabel('If it differs, why?').fill('agreed')
  await row.getByRole('button', { name: `Received from ${name}` }).click()
  await expect.poll(() => db.tillCount.findFirst({ where: { keeperId } })).toMatchObject({ receivedMinor: 2400n })
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('-$1.00')
})

test.describe(() => {
  test.use({ locale: 'zh-CN' })
  test('点主清点交款 @phone', async ({ page }) => {
    const { station, email } = await withMoney()
    await signIn(page, email, `/station/${station.id}/till`)
    await expect(page.getByRole('heading', { name: '我的收款箱' })).toBeVisible()
    await page.getByRole('button', { name: '清点好了' }).click()
    await expect(page.getByText(/等后台确认收到/)).toBeVisible()
  })
})
