import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

// The shop under test already runs two processes on one port. Here a second server of its own stands beside it on
// another port, on the same database: whatever one does, the other knows, and together they never sell too much.
const PORT = 3890
const SECOND = `http://localhost:${PORT}`
let second: ChildProcess

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  const dir = join(process.env.DATA_DIR ?? '', 'shop')
  const kept = (name: string) => readFileSync(join(dir, name), 'utf8').trim()
  second = spawn(process.execPath, ['bin/server.ts'], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATA_DIR: dir,
      DEMO: '1',
      HOST: '127.0.0.1',
      PORT: String(PORT),
      PUBLIC_URL: SECOND,
      NEXTAUTH_URL: SECOND,
      PROCESSES: '1',
      NEXTAUTH_SECRET: kept('secret'),
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: kept('actions-key'),
    },
    stdio: 'ignore',
  })
  await expect
    .poll(
      () =>
        fetch(`${SECOND}/api/health`).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 30_000 },
    )
    .toBe(200)
})

test.afterAll(async () => {
  const ended = new Promise((done) => second.once('exit', done))
  second.kill('SIGTERM')
  await ended
})

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
