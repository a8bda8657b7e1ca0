import { newToken } from '#lib/infra/ids.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeLeader, makeUser } from '#prisma/factories/people.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

/** Mei's group order with 10 % commission, and Rosa, who leads too. */
async function twoLeaders() {
  const [mei, rosa] = [newAddress(), newAddress()]
  const [owner, carrier] = await Promise.all([mei, rosa].map((email) => makeUser(db, { email })))
  const own = await makeLeader(db, { userId: owner?.id ?? '', name: { en: 'Mei', 'zh-CN': '小梅' } })
  await makeLeader(db, { userId: carrier?.id ?? '', name: { en: 'Rosa', 'zh-CN': '罗莎' } })
  const name = `Farm box ${newToken(5)}`
  const group = await makeOpenGroup(db, { leaderId: own.id, title: { en: name, 'zh-CN': name } })
  const offerId = group.offers[0]?.offerId ?? ''
  await db.offerPrice.updateMany({ where: { offerId }, data: { commissionBps: 1_000 } })
  return { mei, rosa, name, group }
}

test('one leader allows it, another accepts, a shopper comes through the link, both see the split @nojs @phone', async ({
  page,
  expectAccessible,
}) => {
  const { mei, rosa, name, group } = await twoLeaders()
  await signIn(page, mei, `/leader/group-orders/${group.groupOrderId}/edit`)
  const part = page.getByLabel(/Let other leaders help sell it/)
  await part.fill('101')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(part).toHaveAttribute('aria-invalid', 'true')
  await part.fill('30')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Other leaders may accept it for 30% of your commission. Nobody has yet.')).toBeVisible()

  await page.context().clearCookies()
  await signIn(page, rosa, '/leader')
  await page.getByRole('link', { name: 'Help sell' }).click()
  await expect(page.getByText('Of $1.00 commission you get $0.30.').first()).toBeVisible()
  await page.getByRole('button', { name: `Help sell ${name}` }).click()
  await expect(page.getByText('You help sell it now.')).toBeVisible()
  await expectAccessible(page)
  const link = new URL(await page.getByLabel('Your link for neighbours').inputValue()).pathname

  await page.context().clearCookies()
  await signIn(page, newAddress())
  await page.goto(link)
  await expect(page).toHaveURL(`/g/${group.slug}`)
  await page.getByRole('button', { name: /^Add: / }).click()
  await page.getByRole('link', { name: 'Join the group' }).click()
  await expect(page.getByText('You came through Rosa’s link')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Order without the link' }).click()
  await expect(page.getByText('You came through Rosa’s link')).toBeHidden()
  await page.goto(link)
  await page.goto(`/g/${group.slug}/checkout`)
  await page.getByLabel('Name for the bag').fill('Lin')
  await page.getByRole('button', { name: /Place order · \$5\.60/ }).click()
  await expect(page.getByText('Your order is placed: #1.')).toBeVisible()

  await page.context().clearCookies()
  await signIn(page, mei, `/leader/group-orders/${group.groupOrderId}`)
  await page.getByText('1 order · yours $0.39, theirs $0.17').click()
  await expect(page.getByRole('row', { name: /#1.*\$5\.60.*\$0\.39/ })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'End with Rosa' }).click()
  await expect(page.getByText('Orders that came through that link keep their split.')).toBeVisible()

  await page.context().clearCookies()
  await signIn(page, rosa, '/leader/carried')
  await expect(page.getByText('Ended by its leader')).toBeVisible()
  await page.getByText('1 order · your part $0.17').click()
  await expect(page.getByRole('row', { name: /#1.*\$5\.60.*\$0\.17/ })).toBeVisible()
})

test('a link that nobody gave leads nowhere @phone', async ({ page }) => {
  const answer = await page.goto('/c/nosuchcode')
  expect(answer?.status()).toBe(404)
  await expect(page.getByText('There is no such link.')).toBeVisible()
})

test.describe(() => {
  test.use({ locale: 'zh-CN' })
  test('团长帮卖 @phone', async ({ page, expectAccessible }) => {
    const { rosa, name, group } = await twoLeaders()
    await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { carrySplitBps: 3_000 } })
    await signIn(page, rosa, '/leader/carried')
    await page.getByRole('button', { name: `帮卖「${name}」` }).click()
    await expect(page.getByText('已开始帮卖。')).toBeVisible()
    await expect(page.getByText('分佣金的 30%').first()).toBeVisible()
    await expectAccessible(page)
  })
})
