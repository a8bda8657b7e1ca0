import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { farmBox, newOrder, orderBy } from './crowd.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'
import { Client, clientOf } from './raw.ts'

const nonceOf = (policy: string | null) => /script-src 'nonce-([\w+/=]{16,})'/.exec(policy ?? '')?.[1]
/** Only a page that was made for everybody says when it was sent. */
const isKept = (body: string) => body.includes('<meta name="server-time"')

test('the page is right within a second after somebody else ordered, in every process @desktop', async () => {
  const group = await farmBox()
  const look = async () => (await new Client().get(`/g/${group.slug}`)).body
  // both processes keep it, each on its own
  const before = await Promise.all(Array.from({ length: 12 }, look))
  for (const body of before) expect([isKept(body), body.includes('No orders yet')]).toEqual([true, true])
  await newOrder(group)
  const all = async () =>
    (await Promise.all(Array.from({ length: 12 }, look))).map((body) => body.includes('1 order in'))
  await expect.poll(all, { timeout: 1_000, intervals: [50] }).not.toContain(false)
  expect(await all()).not.toContain(false)
  // what a use case writes is told by the database
  await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { title: { en: 'Renamed box' } } })
  const renamed = async () =>
    (await Promise.all(Array.from({ length: 12 }, look))).map((body) => body.includes('Renamed'))
  await expect.poll(renamed, { timeout: 1_000, intervals: [50] }).not.toContain(false)
})

test('a kept page closes at its cutoff, though nothing is written then @desktop', async () => {
  const group = await makeOpenGroup(db, { title: { en: 'Soon over' }, cutoffInMs: 2_000 })
  const look = async () => (await new Client().get(`/g/${group.slug}`)).body
  // asked for all the time: a copy is always at hand
  await expect
    .poll(
      async () => {
        expect(await look()).toContain('Soon over')
        return Date.now() > group.cutoffAt.getTime()
      },
      { intervals: [50] },
    )
    .toBe(true)
  // the last of those may have begun before it: from now on nobody is told to join
  expect(await look()).not.toContain('Join the group')
})

test('a nonce of its own for each answer, in the header and on every script @desktop', async () => {
  const group = await farmBox()
  const answers = await Promise.all(Array.from({ length: 8 }, () => new Client().get(`/g/${group.slug}`)))
  const nonces = answers.map(({ headers }) => nonceOf(headers.get('content-security-policy')))
  expect(new Set(nonces).size).toBe(8)
  for (const [index, { body, headers }] of answers.entries()) {
    expect(isKept(body)).toBe(true)
    expect(headers.get('cache-control')).toBe('private, no-store')
    expect(headers.get('set-cookie')).toBeNull()
    const scripts = [...body.matchAll(/<script\b([^>]*)>/g)]
    expect(scripts.length).toBeGreaterThan(3)
    for (const [tag] of scripts) expect(tag).toContain(`nonce="${nonces[index]}"`)
  }
  // with and without compression the same, whichever process made it
  const still = (body: string) => body.replaceAll(/nonce="[^"]+"|content="\d{13}"|nonce\\":\\"[^"]+"/g, '')
  const plain = await Promise.all(
    answers.map(() => new Client().get(`/g/${group.slug}`, { 'accept-encoding': 'identity' })),
  )
  expect(answers.map(({ headers }) => headers.get('content-encoding'))).not.toContain(null)
  expect(plain.map(({ headers }) => headers.get('content-encoding'))).toContain(null)
  const zipped = new Set(answers.map(({ body }) => still(body)))
  expect(plain.filter(({ body }) => zipped.has(still(body)))).not.toHaveLength(0)
})

test('headers that steer the cache are taken from nobody @desktop', async () => {
  const group = await farmBox()
  const { userId } = { userId: (await makeUser(db)).id }
  await orderBy(userId, group, 0, 1)
  const client = await clientOf(userId)
  const steering: Record<string, string>[] = [{ 'x-shared': '1' }, { 'x-own': '1' }, { 'x-shared': '1', rsc: '1' }]
  for (const forged of steering) {
    const { body, headers } = await client.get(`/g/${group.slug}?x=1`, forged)
    expect(headers.get('x-shared-page')).toBeNull()
    if (!('rsc' in forged)) expect(body).toContain('You are in')
  }
  const { body } = await new Client().get(`/api/live?group=${group.groupOrderId}&once=1&x=1`, { 'x-shared': '1' })
  expect(body).not.toContain('topics')
})

test('two people never meet each other’s basket, orders or session, scripts or not @desktop', async ({
  browser,
  baseURL,
}) => {
  const group = await farmBox()
  const url = `/g/${group.slug}`
  const people = await Promise.all(
    [1, 2].map(async (quantity) => {
      const { id } = await makeUser(db)
      await orderBy(id, group, 1, quantity)
      const raw = await clientOf(id)
      await raw.send(`${url}/basket`, {
        method: 'POST',
        headers: { origin: baseURL ?? '' },
        body: new URLSearchParams({
          groupOrderId: group.groupOrderId,
          offerId: group.offers[0]?.offerId ?? '',
          quantity: String(quantity),
        }),
      })
      expect(raw.cookies.has('basket')).toBe(true)
      return { quantity, raw, number: quantity }
    }),
  )
  for (const { quantity, raw } of people) {
    // without a word about scripts: a page for this browser alone
    const own = await raw.get(url)
    expect(isKept(own.body)).toBe(false)
    expect(own.body).toContain(quantity === 1 ? '1 item' : '2 items')
    expect(own.body).toContain('You are in')
    // with scripts: everybody's page, and the own parts apart
    raw.cookies.set('js', '1')
    const shared = await raw.get(url)
    expect(isKept(shared.body)).toBe(true)
    expect(shared.body).toContain('data-own="1"')
    expect(shared.body).not.toContain('You are in: order #')
    for (const secret of raw.cookies.values()) if (secret.length > 8) expect(shared.body).not.toContain(secret)
    const mine = await raw.get(`${url}/mine?group=${group.groupOrderId}`)
    expect(mine.headers.get('cache-control')).toBe('private, no-store')
    expect(JSON.parse(mine.body)).toMatchObject({
      signedIn: true,
      basket: { [group.offers[0]?.offerId ?? '']: quantity },
      held: { [group.offers[1]?.offerId ?? '']: quantity },
      orders: [{ id: expect.any(String), number: expect.any(Number) }],
    })
  }
  const [first, second] = people
  expect((await first?.raw.get(`${url}/mine?group=${group.groupOrderId}`))?.body).not.toBe(
    (await second?.raw.get(`${url}/mine?group=${group.groupOrderId}`))?.body,
  )
  expect(JSON.parse((await new Client().get(`${url}/mine?group=${group.groupOrderId}`)).body)).toEqual({
    signedIn: false,
    basket: {},
    held: {},
    orders: [],
  })

  // and as browsers see it, at the same time
  await Promise.all(
    people.map(async ({ raw, quantity }) => {
      const context = await browser.newContext({ baseURL })
      await context.addCookies([...raw.cookies].map(([name, value]) => ({ name, value, url: baseURL ?? '' })))
      const page = await context.newPage()
      await page.goto(url)
      await expect(page.getByText(quantity === 1 ? /^1 item/ : /^2 items/)).toBeVisible()
      await expect(page.getByText(/^You are in: order #/)).toHaveCount(1)
      await expect(page.getByText('Ask ')).toBeVisible()
      await context.close()
    }),
  )
})

test('a tap before the own basket has arrived adds to it @desktop', async ({ page, context, baseURL }) => {
  const group = await farmBox()
  await page.goto(`/g/${group.slug}`)
  const add = page.getByRole('button', { name: 'Add: Vine tomatoes' })
  await add.click()
  await page.getByRole('button', { name: 'One more: Vine tomatoes' }).click()
  await expect(page.getByText(/^2 items/)).toBeVisible()
  const answer = Promise.withResolvers<void>()
  await page.route('**/mine?*', async (route) => {
    await answer.promise
    await route.continue()
  })
  const response = await page.reload()
  expect(isKept((await response?.text()) ?? '')).toBe(true)
  await add.click()
  await expect(page.getByRole('group', { name: 'Vine tomatoes, how many' })).toHaveText('1')
  answer.resolve()
  await expect(page.getByText(/^3 items/)).toBeVisible()
  await expect(page.getByRole('group', { name: 'Vine tomatoes, how many' })).toHaveText('3')

  // a form that is posted before any script has run means "at least"
  const raw = new Client()
  for (const { name, value } of await context.cookies()) raw.cookies.set(name, value)
  const { status, location } = await raw.send(`/g/${group.slug}/basket`, {
    method: 'POST',
    headers: { origin: baseURL ?? '' },
    body: new URLSearchParams({
      groupOrderId: group.groupOrderId,
      offerId: group.offers[0]?.offerId ?? '',
      atLeast: '1',
    }),
  })
  expect([status, location]).toEqual([303, `/g/${group.slug}#o-${group.offers[0]?.offerId}`])
  await page.reload()
  await expect(page.getByText(/^3 items/)).toBeVisible()
})

test('nobody else’s page fills a basket, and nothing but a quantity goes into one @desktop', async ({ baseURL }) => {
  const group = await farmBox()
  const offerId = group.offers[0]?.offerId ?? ''
  const post = (fields: Record<string, string>, headers: Record<string, string>) => {
    const client = new Client()
    const body = new URLSearchParams({ groupOrderId: group.groupOrderId, offerId, ...fields })
    const sent = client.send(`/g/${group.slug}/basket`, { method: 'POST', headers, body })
    return sent.then(({ status }) => [status, client.cookies.has('basket')])
  }
  const own = { origin: baseURL ?? '' }
  for (const headers of [{}, { origin: 'https://evil.example' }, { origin: 'null' }])
    expect(await post({ quantity: '1' }, headers as Record<string, string>)).toEqual([403, false])
  for (const quantity of ['-1', '1.5', '1e309', 'NaN', '9999999999'])
    expect(await post({ quantity }, own), quantity).toEqual([422, false])
  expect(await post({ quantity: '1', offerId: 'x' }, own)).toEqual([422, false])
  expect(await post({ quantity: '1' }, own)).toEqual([303, true])
})

test('one’s own basket is on the page, with scripts and without @nojs', async ({ page }) => {
  const group = await farmBox()
  await signIn(page, newAddress())
  await page.goto(`/g/${group.slug}`)
  await page.getByRole('button', { name: 'Add: Vine tomatoes' }).click()
  await expect(page.getByText(/^1 item/)).toBeVisible()
  await page.reload()
  await expect(page.getByText(/^1 item/)).toBeVisible()
  await expect(page.locator('summary').getByText(/^Ask /)).toBeVisible()
})

test('a browser that ran scripts and no longer does gets its own page back @desktop', async ({ browser, baseURL }) => {
  const group = await farmBox()
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false })
  await context.addCookies([{ name: 'js', value: '1', url: baseURL ?? '' }])
  const page = await context.newPage()
  await page.goto(`/g/${group.slug}`)
  await expect.poll(async () => (await context.cookies()).map(({ name }) => name)).not.toContain('js')
  await page.getByRole('button', { name: 'Add: Vine tomatoes' }).click()
  await expect(page.getByText(/^1 item/)).toBeVisible()
  expect(new URL(page.url()).search).toBe('')
  await context.close()
})
