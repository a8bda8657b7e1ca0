import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'
import { type OwnServer, startServer } from './own-server.ts'

// The shop under test already runs two processes on one port. Here a second server of its own stands beside it on
// another port, on the same database: whatever one does, the other knows, and together they never sell too much.
const PORT = 3890
const SECOND = `http://localhost:${PORT}`
let second: OwnServer

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  second = await startServer(PORT)
})

test.afterAll(() => second.stop())

test('the journey’s core over two servers: basket on one, order on the other, seen on both @phone', async ({
  page,
  baseURL,
}) => {
  const group = await makeOpenGroup(db, { offers: [{ priceMinor: 560, product: { name: { en: 'Vine tomatoes' } } }] })
  await signIn(page, newAddress()) // on the first
  await page.goto(`${SECOND}/g/${group.slug}`)
  await page.getByRole('button', { name: 'Add: Vine tomatoes' }).click()
  await expect(page.getByText(/^1 item/)).toBeVisible()
  await page.goto(`${baseURL}/g/${group.slug}/checkout`)
  await page.getByLabel('Name for the bag').fill('Lin')
  await page.getByRole('button', { name: /Place order/ }).click()
  await expect(page.getByText('Your order is placed: #1.')).toBeVisible()
  await page.goto(page.url().replace(baseURL ?? '', SECOND))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are in')
  await page.getByText('Cancel this order').click()
  await page.getByRole('button', { name: 'Yes, cancel it' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cancelled')
  await page.goto(`${baseURL}/orders`)
  await expect(page.getByText('Cancelled').first()).toBeVisible()
})

test('the last one, wanted on both servers at once, is sold once @phone', async ({ browser, baseURL }) => {
  const group = await makeOpenGroup(db, {
    offers: [{ priceMinor: 560, cap: 1, product: { name: { en: 'Vine tomatoes' } } }],
  })
  const pages = await Promise.all(
    [baseURL ?? '', SECOND].map(async (origin) => {
      const page = await (await browser.newContext()).newPage()
      await signIn(page, newAddress())
      await page.goto(`${origin}/g/${group.slug}`)
      await page.getByRole('button', { name: 'Add: Vine tomatoes' }).click()
      await expect(page.getByText(/^1 item/)).toBeVisible()
      await page.getByRole('link', { name: 'Join the group' }).click()
      await page.getByLabel('Name for the bag').fill('Lin')
      return page
    }),
  )
  await Promise.all(pages.map((page) => page.getByRole('button', { name: /Place order/ }).click()))
  await Promise.all(
    pages.map((page) =>
      expect(page.getByText('Your order is placed').or(page.getByText(/is sold out/).first())).toBeVisible(),
    ),
  )
  expect(await db.order.count({ where: { groupOrderId: group.groupOrderId } })).toBe(1)
  for (const page of pages) await page.context().close()
})
