import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { newId } from '#lib/infra/ids.ts'
import { renderMessage, type TemplateName } from '#lib/infra/mail/templates.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { keeperOf } from '../collection/collection.fixture.ts'
import { confirmArrival } from '../collection/confirm-arrival.ts'
import { closeGroupOrder } from '../group-order/close.ts'
import { expandAnnouncements } from '../message/announce.ts'
import { orderDesk } from '../order-desk/desk.ts'
import { weigh } from './weigh.ts'

test('mails say what an order may come to at most, until it is weighed', async () => {
  const product = { unit: 'kg' } as const
  const group = await makeOpenGroup(db, { offers: [{ priceMinor: 1_200, toleranceBps: 1_000, product }] })
  const offerId = group.offers[0]?.offerId ?? ''
  const { id: shopperId } = await makeUser(db)
  const placed = await orderDesk.place({
    ...{ groupOrderId: group.groupOrderId, key: `told:${newId()}`, shopperId, stationId: group.stationId },
    ...{ name: 'Lin', contact: 'lin@example.org', locale: 'en', lines: [{ offerId, quantity: 1_000 }] },
  })
  if (!placed.ok) throw new Error(placed.refusal.code)
  const told = async (template: TemplateName) => {
    while ((await expandAnnouncements()) > 0);
    const { facts } = await db.message.findFirstOrThrow({ where: { userId: shopperId, template } })
    return ['en', 'zh-CN'].map((locale) => renderMessage({ template, locale, facts }).text)
  }
  const [english, chinese] = await told('orderPlaced')
  expect(english).toContain('$12.00, to pay at pickup ($13.20 at most: some of it is weighed when packed).')
  expect(chinese).toContain('按实重结算，最多 $13.20')

  await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
  expect((await told('groupClosed'))[0]).toContain('comes to $12.00 ($13.20 at most')
  const keeper = await keeperOf(group.stationId)
  await weigh(keeper, { orderId: placed.value.orderId, weights: [{ offerId, grams: 950 }] })
  await db.groupOrder.update({ where: { id: group.groupOrderId }, data: { state: 'dispatched' } })
  await confirmArrival(keeper, group.groupOrderId)
  const [ready] = await told('orderReady')
  expect(ready).toContain('To pay: $11.40\n')
})

test('what was written before goods were weighed still reads', () => {
  const facts = {
    number: 7,
    group: { text: 'Farm box' },
    total: { money: 1_200, currency: 'CAD' },
    orders: 3,
    station: '',
    pickup: '',
    url: '',
  }
  expect(renderMessage({ template: 'groupClosed', locale: 'en', facts }).text).toContain('comes to $12.00.')
})
