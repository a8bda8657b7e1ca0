import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

/** An open stall with loose apples at 4.00 a kilogram, of which a tenth more may be charged, and somebody with 20.00. */
async function stall() {
  const [shopper, keeper] = [newAddress(), newAddress()]
  const [, { id: keeperId }, group] = await Promise.all([
    makeUser(db, { email: shopper, name: 'Lin' }),
    makeUser(db, { email: keeper, name: 'Hana' }),
    makeOpenGroup(db, {
      title: { en: 'Orchard', 'zh-CN': '果园团' },
      offers: [
        {
          priceMinor: 400,
          toleranceBps: 1_000,
          product: { unit: 'kg', costMinor: 250, name: { en: 'Loose apples', 'zh-CN': '散装苹果' } },
        },
      ],
    }),
  ])
  await db.stationKeeper.create({ data: { stationId: group.stationId, userId: keeperId } })
  return { shopper, keeper, group }
}

test('ordered by estimate, weighed at the station, charged by weight @nojs @zh @phone', async ({
  page,
  expectAccessible,
}, { project }) => {
  test.setTimeout(90_000)
  const zh = project.name === 'phone-zh'
  const say = (en: string | RegExp, chinese: string | RegExp) => (zh ? chinese : en)
  const { shopper, keeper, group } = await stall()
  await signIn(page, shopper, `/g/${group.slug}`)
  await expect(page.getByText(say(/at most 10% more than ordered/, /最多比下单多付 10%/))).toBeVisible()
  await page.getByRole('button', { name: say('Add: Loose apples', '加入：散装苹果') }).click()
  for (const shown of ['$0.40', '$0.80', '$1.20', '$1.60']) {
    await expect(page.locator('.dock').getByText(shown, { exact: true })).toBeVisible()
    await page.getByRole('button', { name: say('One more: Loose apples', '加一份：散装苹果') }).click()
  }
  await expect(page.locator('.dock').getByText(say(/at most \$2\.20/, /最多 \$2\.20/))).toBeVisible()
  await page.getByRole('link', { name: say('Join the group', '我要接龙') }).click()
  await expect(page.getByText(say('at most $2.20', '最多 $2.20'), { exact: true })).toBeVisible()
  await page.getByRole('button', { name: say(/Place order · \$2\.00/, /提交订单/) }).click()
  await expect(page).toHaveURL(/\/orders\//)
  await expect(page.getByText(say('at most $2.20, once weighed', '称重后最多 $2.20'))).toBeVisible()
  const order = await db.order.findFirstOrThrow({ where: { groupOrderId: group.groupOrderId } })
  expect(order).toMatchObject({ totalMinor: 200, toleranceMinor: 20 })

  await closeGroupOrder(group.groupOrderId, { actorRole: 'leader', early: true })
  await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { state: 'dispatched' } })
  await page.context().clearCookies()
  await signIn(page, keeper, `/station/${group.stationId}`)
  await page.getByRole('button', { name: say(/Check in/, /确认到货/) }).click()
  await page.goto(`/station/${group.stationId}/orders/${order.id}`)
  const weight = page.getByLabel(say('Loose apples, weight in kg', '散装苹果：重量（公斤）'))
  const save = page.getByRole('button', { name: say('Save the weights', '保存重量') })
  await weight.fill('530')
  await save.click()
  await expect(weight).toHaveAttribute('aria-invalid', 'true')
  await expect(weight).toHaveValue('530')
  await weight.fill('0.53')
  await save.click()
  await expect(page.getByText(say('Weighed. The order comes to $2.12.', '已称重，这单合计 $2.12。'))).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel(say('Why without code or QR?', '没有码，为什么交货？')).fill('I know her')
  await page.getByLabel(say('I have the money: $2.12', '已收款 $2.12')).check()
  await page.getByRole('button', { name: say('Hand over', '确认交货') }).click()
  await expect
    .poll(() => db.order.findUniqueOrThrow({ where: { id: order.id } }))
    .toMatchObject({
      state: 'collected',
      paymentState: 'paid',
      totalMinor: 212,
    })

  await page.context().clearCookies()
  await signIn(page, shopper, `/orders/${order.id}`)
  await expect(page.getByText(say(/^Weighs 0\.53/, /^实重 0\.53/))).toBeVisible()
  await expect(page.getByText('$2.12').first()).toBeVisible()
})
