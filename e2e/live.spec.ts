import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { farmBox, newOrder } from './crowd.ts'
import { db, expect, test } from './fixtures.ts'
import { type OwnServer, startServer } from './own-server.ts'
import { Client } from './raw.ts'

/** Servers beside the shop: none outlives its test, however it ends. */
const servers: OwnServer[] = []
async function beside(port: number, settings?: Record<string, string>): Promise<OwnServer> {
  const server = await startServer(port, settings)
  servers.push(server)
  return server
}
test.afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

test('numbers move in an open page, without a reload and without asking for the page @desktop', async ({ page }) => {
  const group = await farmBox()
  const loads: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === `/g/${group.slug}`) loads.push(request.url())
  })
  await page.goto(`/g/${group.slug}`)
  await expect(page.getByText('No orders yet')).toBeVisible()
  await page.getByRole('button', { name: 'Add: Vine tomatoes' }).click()
  await expect(page.locator('.dock')).toContainText('$5.60')
  await newOrder(group, 1, 2)
  await expect(page.getByText('1 order in')).toBeVisible()
  await expect(page.getByText('Only 3 left')).toBeVisible()
  await expect(page.getByText('1 neighbour joined')).toBeVisible()
  await expect(page.locator('.relay__me')).toContainText('#2')
  await newOrder(group, 1, 3)
  await expect(page.getByText('Sold out')).toBeVisible()
  await newOrder(group, 0, 1)
  await expect(page.locator('.dock'), 'the lower price that three orders reach').toContainText('$5.20')
  expect(loads).toHaveLength(1)
})

test('what is no number brings the page’s content again, the basket untouched @desktop', async ({ page }) => {
  const group = await farmBox()
  await page.goto(`/g/${group.slug}`)
  await page.getByRole('button', { name: 'Add: Vine tomatoes' }).click()
  await expect(page.getByText(/^1 item/)).toBeVisible()
  const payload = page.waitForResponse((each) => new URL(each.url()).searchParams.has('_rsc'))
  await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { title: { en: 'Renamed box' } } })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Renamed box')
  expect((await payload).headers().vary, 'from what is kept, not rendered for one of a crowd').toBe('accept-encoding')
  await expect(page.getByText(/^1 item/)).toBeVisible()
  await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { state: 'cancelled', cancelReason: 'Hail' } })
  await expect(page.getByText('Hail')).toBeVisible()
  await expect(page.locator('.dock')).toHaveCount(0)
})

test('a group that closes by time alone says so in an open page @desktop', async ({ page }) => {
  const group = await makeOpenGroup(db, { cutoffInMs: 4_000, title: { en: 'Nearly over' }, minimumOrders: 1 })
  await page.goto(`/g/${group.slug}`)
  await expect(page.getByRole('timer')).toContainText(/^00h00m0\ds/)
  await expect(page.getByRole('timer')).toHaveCount(0, { timeout: 12_000 })
  await expect(page.getByRole('link', { name: 'Join the group' })).toHaveCount(0)
})

test('streams end when the server is told to stop, and the browser comes back to another @desktop', async () => {
  const group = await farmBox()
  const server = await beside(3891)
  const answer = await fetch(`${server.url}/api/live?group=${group.groupOrderId}`)
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const text = answer.text()
  expect(await server.stop()).toBe(0)
  const [retry, event] = (await text).split('\n\n')
  expect(retry).toMatch(/^retry: [2-5]\d{3}$/)
  const numbers = JSON.parse(event?.replace(/^data: /, '') ?? '')
  expect(numbers).toMatchObject({ groupOrderId: group.groupOrderId, orders: 0, state: 'open' })
  expect(Object.keys(numbers).toSorted()).toEqual([
    'at',
    'groupOrderId',
    'nextNumber',
    'offers',
    'orders',
    'state',
    'version',
  ])
})

test('where no stream is left the page asks now and then instead @desktop', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage() // the refused stream is an error in its console
  const group = await farmBox()
  const server = await beside(3892, { LIVE_MAX_CONNECTIONS: '1' })
  const address = `${server.url}/api/live?group=${group.groupOrderId}`
  const ending = new AbortController()
  const held = await fetch(address, { signal: ending.signal })
  expect(held.status).toBe(200)
  const reading = held.text().catch(() => 'aborted') // an answer that nobody reads is closed by and by
  const refused = await fetch(address)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '20'])
  await page.clock.install()
  const polled = page.waitForResponse((each) => each.url().endsWith('&once=1'), { timeout: 20_000 })
  await page.goto(`${server.url}/g/${group.slug}`)
  await expect(page.getByText('No orders yet')).toBeVisible()
  expect((await polled).status()).toBe(200)
  await newOrder(group)
  await expect(async () => {
    await page.clock.runFor(25_000)
    await expect(page.getByText('1 order in')).toBeVisible({ timeout: 500 })
  }).toPass()
  await page.context().close()
  ending.abort()
  expect(await reading).toBe('aborted')
})

test('only published groups are streamed @desktop', async () => {
  const draft = await makeOpenGroup(db, { state: 'draft' })
  const client = new Client()
  for (const query of [
    `group=${draft.groupOrderId}`,
    'group=019af000-0000-7000-8000-000000000000',
    'group=x',
    '',
    'group=',
  ])
    for (const once of ['', '&once=1']) expect((await client.get(`/api/live?${query}${once}`)).status, query).toBe(404)
})
