import { stopToken } from '#lib/infra/mail/stop-link.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

test('what one is told of is chosen, and ended by the link in a notice @phone @nojs', async ({
  page,
  request,
  expectAccessible,
}) => {
  const address = newAddress()
  const { id: userId } = await makeUser(db, { email: address })
  await signIn(page, address, '/me')
  await page.getByRole('link', { name: 'Notices' }).click()
  await page.getByLabel('A leader you ordered from opens a group').check()
  await page.getByLabel('Money came back').uncheck()
  await page.getByLabel('From', { exact: true }).fill('22:00')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByLabel('Until', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('A leader you ordered from opens a group')).toBeChecked()
  await page.getByLabel('Until', { exact: true }).fill('07:00')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await expectAccessible(page)
  await page.reload()
  await expect(page.getByLabel('Money came back')).not.toBeChecked()
  await expect(page.getByLabel('Until', { exact: true })).toHaveValue('07:00')

  await page.context().clearCookies()
  const token = stopToken({ userId, kind: 'opening', channel: 'email' })
  await page.goto(`/notices/${token}`)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'End them' }).click()
  await expect(page.getByText('You will not get these any more.')).toBeVisible()
  const wanted = () => db.noticeChoice.findMany({ where: { userId, isWanted: true } })
  expect((await wanted()).map(({ kind }) => kind)).not.toContain('opening')

  // a mail program sends no cookie and no origin
  const arrivals = stopToken({ userId, kind: 'arrived', channel: 'email' })
  const answer = await request.post(`/api/webhooks/notices/${arrivals}`, {
    data: 'List-Unsubscribe=One-Click',
  })
  expect(answer.status()).toBe(204)
  expect((await wanted()).map(({ kind }) => kind)).not.toContain('arrived')
  expect((await request.post(`/api/webhooks/notices/forged`)).status()).toBe(404)
})

test.describe(() => {
  test.use({ locale: 'zh-CN' })
  test('半截链接说清楚 @phone', async ({ page }) => {
    await page.goto('/notices/abc')
    await expect(page.getByText('这个链接不完整，或不是我们发出的。')).toBeVisible()
  })
})
