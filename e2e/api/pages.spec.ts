import { db, expect, signIn, test } from '../fixtures.ts'
import { raw } from './api.ts'

const ADMIN = 'ada@example.org'

test('an admin makes a key, sees it once, and revokes it @desktop', async ({ page, expectAccessible }) => {
  await signIn(page, ADMIN, '/admin/api-keys')
  const name = `Till ${Date.now()}`
  await page.getByRole('button', { name: 'Make the key' }).click()
  await expect(page.getByText('Fill this in, please.')).toBeVisible()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel(/^read:/).check()
  await page.getByRole('button', { name: 'Make the key' }).click()
  const shown = page.getByRole('status').locator('code')
  await expect(shown).toHaveText(/^kt_/)
  const key = (await shown.textContent()) ?? ''
  expect(page.url()).not.toContain(key)
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('never')
  await expectAccessible(page)

  const headers = { authorization: `Bearer ${key}` }
  expect((await raw('GET', '/products?limit=1', undefined, headers)).status).toBe(200)
  await page.reload()
  await expect(page.getByText(key)).toHaveCount(0)
  await page.getByRole('button', { name: `Revoke ${name}` }).click()
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('revoked')
  expect((await raw('GET', '/products?limit=1', undefined, headers)).status).toBe(401)
  const { id } = await db.apiKey.findFirstOrThrow({ where: { name } })
  expect(await db.auditEntry.count({ where: { subjectId: id } })).toBe(2)
})

test('and without JavaScript @nojs', async ({ page }) => {
  await signIn(page, ADMIN, '/admin/api-keys')
  const name = `Plain ${Date.now()}`
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel(/^orders:/).check()
  await page.getByRole('button', { name: 'Make the key' }).click()
  await expect(page.getByRole('status').locator('code')).toHaveText(/^kt_/)
  expect(page.url()).not.toContain('kt_')
  await page.getByRole('button', { name: `Revoke ${name}` }).click()
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('revoked')
})

test('the reference tells every operation, and each of its links leads somewhere @desktop', async ({ page }) => {
  await page.goto('/api/docs')
  const { json } = await raw('GET', '/openapi.json')
  const operations = Object.values(json.paths).flatMap((item) => Object.values(item as object))
  for (const { operationId, summary } of operations) {
    await expect(page.locator(`article[aria-labelledby=${operationId}]`)).toContainText(summary)
    await expect(page.locator(`nav a[href="#${operationId}"]`)).toHaveCount(1)
  }
  // each anchor leads somewhere
  const dead = await page.evaluate(() =>
    [...document.querySelectorAll('a[href^="#"]')]
      .filter((link) => !document.getElementById(link.getAttribute('href')?.slice(1) ?? ''))
      .map((link) => link.getAttribute('href')),
  )
  expect(dead).toEqual([])
})

test('the reference can be read by everybody @desktop', async ({ page, expectAccessible }) => {
  test.setTimeout(120_000) // axe looks at every row of every table, in both themes
  await page.goto('/api/docs')
  await expectAccessible(page)
})

test('the reference in Chinese fits a phone @zh', async ({ page }) => {
  await page.goto('/api/docs')
  await expect(page.getByRole('heading', { level: 1, name: /^API (接口文档|reference)$/ })).toBeVisible()
  const width = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(width[0]).toBeLessThanOrEqual(width[1] as number)
})
