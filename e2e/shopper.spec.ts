import { newToken } from '#lib/infra/ids.ts'
import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { makeStation } from '#prisma/factories/catalogue.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { db, enterCode, expect, newAddress, signIn, test } from './fixtures.ts'

const farmBox = () =>
  makeOpenGroup(db, {
    title: { en: 'Test farm box', 'zh-CN': '测试农场箱' },
    minimumOrders: 2,
    stations: 2,
    offers: [
      {
        priceMinor: 560,
        product: { name: { en: 'Vine tomatoes', 'zh-CN': '串番茄' } },
        tiers: [{ from: 3, priceMinor: 520 }],
      },
      {
        priceMinor: 980,
        product: { name: { en: 'Free-range eggs', 'zh-CN': '散养鸡蛋' } },
        cap: 5,
        limitPerShopper: 3,
      },
    ],
  })

test('a visitor joins from the link: basket, code, order, pass @nojs', async ({ page }) => {
  const group = await farmBox()
  const address = newAddress()
  await page.goto(`/g/${group.slug}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Test farm box')
  await page.getByRole('button', { name: 'Add: Vine tomatoes' }).click()
  await expect(page.getByText(/^1 item/)).toBeVisible()
  await page.getByRole('button', { name: 'One more: Vine tomatoes' }).click()
  await expect(page.getByText(/^2 items/)).toBeVisible()
  await page.getByRole('button', { name: 'Add: Free-range eggs' }).click()
  await expect(page.getByText(/^3 items/)).toBeVisible()
  await expect(page.getByText('$21.00').first()).toBeVisible()

  await page.getByRole('link', { name: 'Join the group' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your order')
  await page.getByLabel('Name for the bag').fill('Lin')
  await page.getByLabel('E-mail or mobile number').fill(address.toUpperCase())
  await page.getByRole('button', { name: 'Continue with a code' }).click()
  await enterCode(page, address)

  await expect(page.getByLabel('Name for the bag')).toHaveValue('Lin')
  await page.getByRole('button', { name: /Place order · \$21\.00/ }).click()
  await expect(page.getByText('Your order is placed: #1.')).toBeVisible()
  const order = await db.order.findFirstOrThrow({
    where: { groupOrderId: group.groupOrderId },
    include: { lines: true },
  })
  expect(order).toMatchObject({ number: 1, totalMinor: 2100, state: 'placed', name: 'Lin', contact: address })
  await expect(page.getByText(order.pickupCode)).toBeVisible()

  // sent again by a reload or the back button: still one order
  await page.goto(`/g/${group.slug}/checkout`)
  await expect(page.getByText('Your basket is empty.')).toBeVisible()
  expect(await db.order.count({ where: { groupOrderId: group.groupOrderId } })).toBe(1)
})

test('signed in, four taps from the link to ordered @phone', async ({ page }) => {
  const group = await farmBox()
  const address = newAddress()
  await signIn(page, address)
  await db.user.update({ where: { email: address }, data: { name: 'Lin' } })
  let taps = 0
  const tap = async (role: 'button' | 'link', name: string | RegExp) => {
    taps += 1
    await page.getByRole(role, { name }).click()
  }
  await page.goto(`/g/${group.slug}`)
  await tap('button', 'Add: Vine tomatoes')
  await expect(page.getByText(/^1 item/)).toBeVisible()
  await tap('link', 'Join the group')
  await tap('button', /Place order/)
  await expect(page.getByText('Your order is placed')).toBeVisible()
  expect(taps).toBeLessThanOrEqual(4)
})

test('changes and cancels until the cutoff, and finds past orders @nojs @zh', async ({ page }, { project }) => {
  const zh = project.name === 'phone-zh'
  const group = await farmBox()
  const address = newAddress()
  await signIn(page, address)
  await page.goto(`/g/${group.slug}`)
  await page.getByRole('button', { name: zh ? '加入：散养鸡蛋' : 'Add: Free-range eggs' }).click()
  await expect(page.getByText(zh ? /^共 1 件/ : /^1 item/)).toBeVisible()
  await page.getByRole('link', { name: zh ? '我要接龙' : 'Join the group' }).click()
  await page.getByLabel(zh ? '袋子上写的名字' : 'Name for the bag').fill('欧阳霖')
  await page.getByRole('button', { name: zh ? /提交订单/ : /Place order/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(zh ? '接龙成功' : 'You are in')

  await page.getByRole('link', { name: zh ? '修改' : 'Change', exact: true }).click()
  const eggs = page.getByLabel(zh ? '散养鸡蛋的数量' : 'Free-range eggs: how many')
  await eggs.fill('4')
  await page.getByRole('button', { name: zh ? '保存修改' : 'Save changes' }).click()
  const limit = zh ? '散养鸡蛋每人限购 3 份' : 'At most 3 of Free-range eggs a person'
  await expect(page.getByText(limit).first()).toBeVisible()
  await expect(eggs).toHaveValue('4')
  await eggs.fill('2')
  await page.getByLabel(zh ? '串番茄的数量' : 'Vine tomatoes: how many').fill('1')
  await page.getByRole('button', { name: zh ? '保存修改' : 'Save changes' }).click()
  await expect(page.getByText('$25.20')).toBeVisible()

  await page.getByText(zh ? '取消订单' : 'Cancel this order').click()
  await page.getByRole('button', { name: zh ? '确定取消' : 'Yes, cancel it' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(zh ? '已取消' : 'Cancelled')
  await page.goto('/orders')
  await expect(page.getByText(zh ? '测试农场箱' : 'Test farm box')).toBeVisible()
  expect(
    await db.offerCounter.findMany({ where: { offer: { groupOrderId: group.groupOrderId } }, select: { sold: true } }),
  ).toEqual([{ sold: 0 }, { sold: 0 }])
})

test('a group that closes during the checkout keeps the basket and says what to do @nojs', async ({ page }) => {
  const group = await farmBox()
  await signIn(page, newAddress())
  await page.goto(`/g/${group.slug}`)
  await page.getByRole('button', { name: 'Add: Vine tomatoes' }).click()
  await expect(page.getByText(/^1 item/)).toBeVisible()
  await page.getByRole('link', { name: 'Join the group' }).click()
  await page.getByLabel('Name for the bag').fill('Lin')
  await closeGroupOrder(group.groupOrderId, { actorRole: 'leader', early: true })
  await page.getByRole('button', { name: /Place order/ }).click()
  await expect(
    page.getByText('The group has just closed').or(page.getByText('The group closed while you were here')),
  ).toBeVisible()
  await page.reload()
  await expect(page.getByText('The group closed while you were here')).toBeVisible()
  await expect(page.getByText('Vine tomatoes')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Other open groups' })).toBeVisible()
  expect(await db.order.count({ where: { groupOrderId: group.groupOrderId } })).toBe(0)
})

test('what was typed survives a mistake, and the field says what is wrong @nojs @zh', async ({ page }, { project }) => {
  const zh = project.name === 'phone-zh'
  const group = await farmBox()
  await page.goto(`/g/${group.slug}`)
  await page.getByRole('button', { name: zh ? '加入：串番茄' : 'Add: Vine tomatoes' }).click()
  await expect(page.getByText(zh ? /^共 1 件/ : /^1 item/)).toBeVisible()
  await page.getByRole('link', { name: zh ? '我要接龙' : 'Join the group' }).click()
  const contact = page.getByLabel(zh ? '邮箱或手机号' : 'E-mail or mobile number')
  await page.getByLabel(zh ? '袋子上写的名字' : 'Name for the bag').fill('Lin')
  await contact.fill('not an address')
  await page.getByRole('button', { name: zh ? '获取验证码' : 'Continue with a code' }).click()
  await expect(contact).toHaveAttribute('aria-invalid', 'true')
  await expect(contact).toHaveValue('not an address')
  await expect(page.getByLabel(zh ? '袋子上写的名字' : 'Name for the bag')).toHaveValue('Lin')
  await expect(contact).toHaveAccessibleDescription(
    zh ? '请填邮箱或手机号。' : 'An e-mail address or a phone number, please.',
  )
})

test('a lost connection is told and nothing typed is lost; trying again orders once @phone', async ({
  page,
  context,
}) => {
  const group = await farmBox()
  await signIn(page, newAddress())
  await page.goto(`/g/${group.slug}`)
  await page.getByRole('button', { name: 'Add: Vine tomatoes' }).click()
  await expect(page.getByText(/^1 item/)).toBeVisible()
  await page.getByRole('link', { name: 'Join the group' }).click()
  await page.getByLabel('Name for the bag').fill('Lin')
  // the order reaches the shop, the answer is lost on the way back
  await page.route('**/checkout', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    await route.fetch()
    await route.abort('connectionreset')
  })
  await page.getByRole('button', { name: /Place order/ }).click()
  await expect(page.getByText('No answer came')).toBeVisible()
  await expect(page.getByLabel('Name for the bag')).toHaveValue('Lin')
  await page.unroute('**/checkout')
  await context.setOffline(false)
  await page.getByRole('button', { name: /Place order/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are in')
  expect(await db.order.count({ where: { groupOrderId: group.groupOrderId } })).toBe(1)
})

test('the countdown follows the server, whatever the phone believes @phone', async ({ page }) => {
  const group = await farmBox()
  await page.clock.setFixedTime(new Date(Date.now() + 5 * 86_400_000))
  await page.goto(`/g/${group.slug}`)
  await expect(page.getByRole('timer')).toContainText(/^(23h59m|1d00h|24h)/)
})

test('home finds open groups near a chosen station @nojs', async ({ page }) => {
  const name = `Test Gate ${newToken(5)}`
  const { id } = await makeStation(db, { name: { en: name } })
  await makeOpenGroup(db, { title: { en: `Only at ${name}` }, stations: [id] })
  await page.goto('/')
  await page.locator('summary').getByText('Choose your station').click()
  await page.getByRole('radio', { name }).check()
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByText(`Only at ${name}`)).toBeVisible()
  await expect(page.getByText('Citrus week')).toHaveCount(0)
})
