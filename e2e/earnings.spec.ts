import { newToken } from '#lib/infra/ids.ts'
import { makeAdmin, makeLeader, makeUser } from '#prisma/factories/people.ts'
import { earn } from './access/world.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

/** A leader who is owed 25.00. */
async function whoEarned() {
  const email = newAddress()
  const name = `Mei ${newToken(5)}`
  const { id: userId } = await makeUser(db, { email })
  await makeLeader(db, { userId, name: { en: name, 'zh-CN': name } })
  const accountId = await earn(userId, 2_500)
  return { email, name, accountId }
}

test('the office closes a period and pays, and the leader sees both @desktop @nojs', async ({
  page,
  expectAccessible,
}) => {
  const { email, name, accountId } = await whoEarned()
  const office = newAddress()
  await makeAdmin(db, ['money'], { email: office })
  await signIn(page, office, '/admin/money')
  await page.getByRole('link', { name: 'Leaders’ and keepers’ pay' }).click()
  await page.getByRole('link', { name: `See ${name}, Leader` }).click()
  await page.getByRole('button', { name: 'Make the statement' }).click()
  await expect(page.getByText('Statement 1 is made.')).toBeVisible()

  // too much is refused, and what was typed stays
  await page.getByLabel('Sent').fill('25.01')
  await page.getByLabel('Bank reference').fill('WIRE 81')
  await page.getByRole('button', { name: 'It is paid' }).click()
  await expect(page.getByText('Only $25.00 is owed.').first()).toBeVisible()
  await expect(page.getByLabel('Sent')).toHaveValue('25.01')
  await expect(page.getByLabel('Bank reference')).toHaveValue('WIRE 81')
  await page.getByLabel('Sent').fill('20.00')
  await page.getByRole('button', { name: 'It is paid' }).click()
  await expect(page.getByText('The payout is recorded.')).toBeVisible()
  await expectAccessible(page)
  expect(await db.payout.findFirst({ where: { accountId } })).toMatchObject({ amountMinor: 2_000n })

  await page.context().clearCookies()
  await signIn(page, email, '/leader')
  await page.getByRole('link', { name: 'Earnings' }).click()
  await expect(page.getByText('$5.00', { exact: true })).toBeVisible()
  await expect(page.getByText(/WIRE 81/)).toBeVisible()
  await page.getByRole('link', { name: 'Print statement 1' }).click()
  await expect(page.getByRole('heading', { name: `Statement 1: ${name}` })).toBeVisible()
  await expect(page.getByRole('row', { name: /Owed at the end/ })).toContainText('$25.00')
})

test.describe(() => {
  test.use({ locale: 'zh-CN' })
  test('团长查看收入 @phone', async ({ page, expectAccessible }) => {
    const { email } = await whoEarned()
    await signIn(page, email, '/leader/earnings')
    await expect(page.getByRole('heading', { name: '我的收入' })).toBeVisible()
    await expect(page.getByText('待结算')).toBeVisible()
    await expectAccessible(page)
  })
})
