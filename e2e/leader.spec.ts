import { newToken } from '#lib/infra/ids.ts'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeLeader, makeUser } from '#prisma/factories/people.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

/** An approved leader of a test's own, signed in at the desk. */
async function newLeader(page: import('@playwright/test').Page, next = '/leader') {
  const address = newAddress()
  const { id: userId } = await makeUser(db, { email: address })
  const leader = await makeLeader(db, { userId })
  await signIn(page, address, next)
  return leader
}

test('applies, is approved by an admin, and is told @desktop @nojs', async ({ page, browser }) => {
  const address = newAddress()
  await signIn(page, address, '/leader/apply')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByText('Fill this in, please.').first()).toBeVisible()
  const name = `Yun, ${newToken(4)}`
  await page.getByLabel('Name in English').fill(name)
  await page.getByLabel('Neighbourhood in English').fill('Birch Row')
  await page.getByLabel('About you').fill('I know everybody in the row.')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByText('Your application is with the operator.')).toBeVisible()

  const office = await (await browser.newContext({ javaScriptEnabled: true })).newPage()
  await signIn(office, 'ada@example.org', '/admin/leaders')
  await office
    .getByRole('button', { name: `Approve: ${name}` })
    .or(office.getByRole('row', { name }).getByRole('button', { name: 'Approve' }))
    .first()
    .click()
  await expect
    .poll(async () => (await db.leader.findFirstOrThrow({ where: { user: { email: address } } })).state)
    .toBe('approved')
  await office.context().close()

  await page.goto('/leader')
  await expect(page.getByRole('link', { name: 'Open a group' }).first()).toBeVisible()
  await expect.poll(() => db.message.count({ where: { to: address, template: 'leaderApproved' } })).toBe(1)
})

test('opens a group order from the catalogue, shares it, and edits it without touching what is ordered @nojs', async ({
  page,
}) => {
  const leader = await newLeader(page, '/leader/group-orders/new')
  await page.getByRole('textbox', { name: /What neighbours will read first/ }).fill('Tomatoes for the row')
  await page
    .getByRole('checkbox', { name: /Blue Door/ })
    .first()
    .check()
  await page.getByLabel('Goes ahead at').fill('1')
  await page.getByRole('checkbox', { name: 'Offer Country sourdough' }).check()
  await page.getByLabel(/^Price of Country sourdough/).fill('5.6O')
  await page.getByRole('button', { name: 'Open the group' }).click()
  await expect(page.getByText('An amount such as 5.60.').first()).toBeVisible()
  await expect(page.getByRole('textbox', { name: /What neighbours will read first/ })).toHaveValue(
    'Tomatoes for the row',
  )
  await page.getByLabel(/^Price of Country sourdough/).fill('5.60')
  await page.getByRole('button', { name: 'Open the group' }).click()
  await expect(page.getByText('The group is open. Share the link now.')).toBeVisible()

  const group = await db.groupOrder.findFirstOrThrow({
    where: { leaderId: leader.id },
    include: { offers: true, stations: true },
  })
  expect(group.state).toBe('open')
  const { id: shopperId } = await makeUser(db)
  const placed = await orderDesk.place({
    groupOrderId: group.id,
    key: `e2e:${group.id}`,
    shopperId,
    stationId: group.stations[0]?.stationId ?? '',
    name: 'Lin',
    contact: 'lin@example.org',
    lines: [{ offerId: group.offers[0]?.id ?? '', quantity: 2 }],
    locale: 'en',
  })
  expect(placed.ok).toBe(true)

  await page.getByRole('link', { name: 'Edit', exact: true }).click()
  await page.getByLabel(/^Price of Country sourdough/).fill('6.10')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Saved. Orders that are in keep their prices.')).toBeVisible()
  await expect(page.getByText('$11.20').first()).toBeVisible()
  expect(await db.orderLine.findFirstOrThrow({ where: { order: { groupOrderId: group.id } } })).toMatchObject({
    priceMinor: 560,
    amountMinor: 1120,
  })
  await page.goto(`/g/${group.slug}`)
  await expect(page.getByText('$6.10').first()).toBeVisible()
})

test('clones the last group, moves its pickup, closes early and prints the roll-call @desktop', async ({ page }) => {
  const leader = await newLeader(page)
  const group = await makeOpenGroup(db, { leaderId: leader.id })
  const { id: shopperId } = await makeUser(db, {
    name: 'Wen Zhao',
    phone: `+1604555${String(Math.floor(Math.random() * 9000) + 1000)}`,
  })
  await orderDesk.place({
    groupOrderId: group.groupOrderId,
    key: `e2e:${group.groupOrderId}`,
    shopperId,
    stationId: group.stationId,
    name: 'Wen Zhao',
    contact: newAddress(),
    lines: [{ offerId: group.offers[0]?.offerId ?? '', quantity: 1 }],
    locale: 'en',
  })
  await page.goto(`/leader/group-orders/${group.groupOrderId}`)
  await page.locator('summary').filter({ hasText: 'Take orders for longer' }).click()
  const later = await page.getByLabel('Orders close').inputValue()
  const next = new Date(`${later}:00Z`)
  next.setUTCHours(next.getUTCHours() + 2)
  await page.getByLabel('Orders close').fill(next.toISOString().slice(0, 16))
  await page.getByRole('button', { name: 'Extend and tell everyone' }).click()
  await expect(page.getByText('Orders are taken for longer, and everyone was told.')).toBeVisible()
  await expect.poll(() => db.message.count({ where: { userId: shopperId, template: 'cutoffMoved' } })).toBe(1)

  await page.locator('summary').filter({ hasText: 'Close early' }).click()
  await page.getByRole('button', { name: 'Yes, close it now' }).click()
  await expect(page.getByText('The group is closed, and everyone was told.')).toBeVisible()
  await page.getByRole('link', { name: 'Roll-call list' }).click()
  await expect(page.getByText('W**')).toBeVisible()
  await expect(page.getByText('Wen Zhao')).toHaveCount(0)

  await page.goto(`/leader/group-orders/new?from=${group.groupOrderId}`)
  await expect(page.getByRole('textbox', { name: /What neighbours will read first/ })).toHaveValue('Saturday farm box')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByText('The draft is saved. Nobody sees it yet.')).toBeVisible()
})

test('cancels with a reason: everyone is told and nobody pays @phone', async ({ page }) => {
  const leader = await newLeader(page)
  const group = await makeOpenGroup(db, { leaderId: leader.id })
  const { id: shopperId } = await makeUser(db)
  await orderDesk.place({
    groupOrderId: group.groupOrderId,
    key: `e2e:${group.groupOrderId}`,
    shopperId,
    stationId: group.stationId,
    name: 'Lin',
    contact: newAddress(),
    lines: [{ offerId: group.offers[0]?.offerId ?? '', quantity: 1 }],
    locale: 'zh-CN',
  })
  await page.goto(`/leader/group-orders/${group.groupOrderId}`)
  await page.locator('summary').filter({ hasText: 'Cancel the group' }).click()
  await page.getByRole('button', { name: 'Yes, cancel the group' }).click()
  await expect(page.getByText('Fill this in, please.')).toBeVisible()
  await page.getByLabel('Reason, as everyone will read it').fill('The frost took the tomatoes.')
  await page.getByRole('button', { name: 'Yes, cancel the group' }).click()
  await expect(page.getByText('The group is cancelled, and everyone was told.')).toBeVisible()
  expect(await db.order.findFirstOrThrow({ where: { shopperId } })).toMatchObject({
    state: 'cancelled',
    paymentState: 'not_due',
  })
  await page.goto(`/g/${group.slug}`)
  await expect(page.getByText('The frost took the tomatoes.')).toBeVisible()
})

test('a shopper asks, the leader answers, everybody reads it @nojs', async ({ page, browser }) => {
  const leader = await newLeader(page)
  const group = await makeOpenGroup(db, { leaderId: leader.id })
  const asker = await (await browser.newContext({ javaScriptEnabled: true })).newPage()
  const address = newAddress()
  await signIn(asker, address)
  await asker.goto(`/g/${group.slug}`)
  await asker.locator('summary').filter({ hasText: 'Ask' }).click()
  await asker.getByLabel('Your question').fill('Are they ripe?')
  await asker.getByRole('button', { name: 'Send the question' }).click()
  await expect(asker.getByText('Sent. The answer will appear here')).toBeVisible()

  await page.goto(`/leader/group-orders/${group.groupOrderId}#questions`)
  await page.getByLabel('Your answer, for everyone to read').fill('Ripe on Saturday.')
  await page.getByRole('button', { name: 'Answer' }).click()
  await expect(page.getByText('Your answer is on the group’s page')).toBeVisible()
  await asker.reload()
  await expect(asker.getByText('Ripe on Saturday.')).toBeVisible()
  await expect.poll(() => db.message.count({ where: { to: address, template: 'questionAnswered' } })).toBe(1)
  await asker.context().close()
})
