import { randomBytes } from 'node:crypto'
import { db } from '#lib/db/client.ts'
import { UNITS } from '#lib/domain/quantity.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { orderDesk } from '#lib/usecases/order-desk/desk.ts'
import { acceptCarrier } from './carriers.ts'
import type { SeedGroup } from './group-orders/group-order.ts'
import { RATES } from './operator.ts'
import { emailOf, SHOPPERS } from './people.ts'
import { known, type MadeGroup, type World } from './world.ts'

const HOUR_MS = 3_600_000
/** Each so many-th order of a group that somebody carries comes through their link. */
const CARRIED_EACH = 5

/** Makes a group order with its offers. One that has orders starts open, with times of now: history.ts gives it its own. */
export async function makeGroup(world: World, seed: SeedGroup): Promise<MadeGroup> {
  const times = seed.times(world.clock)
  const now = world.clock.now.getTime()
  const later = (hours: number) => new Date(now + hours * HOUR_MS)
  const provisional = { opensAt: later(-1), cutoffAt: later(24), pickupFrom: later(25), pickupUntil: later(26) }
  const id = newId()
  await db.groupOrder.create({
    data: {
      id,
      slug: seed.slug,
      leaderId: known(world.leaders, seed.leader),
      title: seed.title,
      story: seed.story,
      state: seed.orders > 0 ? 'open' : (seed.state as 'draft'),
      ...(seed.orders > 0 ? provisional : times),
      timeZone: env.TIME_ZONE,
      currency: env.CURRENCY,
      minimumOrders: seed.minimum,
      carrySplitBps: seed.carried?.splitBps ?? null,
      codeSecret: randomBytes(16).toString('base64url'),
      region: env.REGION,
      createdAt: new Date(Math.min(times.opensAt.getTime() - 20 * HOUR_MS, now)),
      counter: { create: {} },
      stations: { create: seed.stations.map((key) => ({ stationId: known(world.stations, key).id })) },
      questions: {
        create: (seed.questions ?? []).map(({ asker, text, answer }, index) => ({
          askerId: known(world.people, asker).id,
          text,
          answer: answer ?? null,
          askedAt: later(-6 + index),
          answeredAt: answer ? later(-5 + index) : null,
        })),
      },
    },
  })
  return { ...seed, ...times, id, offerIds: await makeOffers(world, id, seed) }
}

async function makeOffers(world: World, groupOrderId: string, seed: SeedGroup): Promise<MadeGroup['offerIds']> {
  const made = seed.offers.map((offer) => ({ ...offer, id: newId(), product: known(world.products, offer.sku) }))
  await db.offer.createMany({
    data: made.map(({ id, product, source, cap, limit }, position) => ({
      id,
      groupOrderId,
      position,
      productId: product.id,
      source: source ?? 'presale',
      cap: cap ?? null,
      limitPerShopper: limit ?? null,
    })),
  })
  await db.offerPrice.createMany({
    data: made.map(({ id, product, price, tiers }) => ({
      offerId: id,
      version: 1,
      priceMinor: price ?? product.priceMinor,
      tiers: (tiers ?? []).map(([from, priceMinor]) => ({ from, priceMinor })),
      costMinor: product.costMinor,
      taxBps: product.taxBps,
      depositMinor: product.depositMinor,
      toleranceBps: product.toleranceBps,
      commissionBps: RATES.commissionBps,
    })),
  })
  await db.offerCounter.createMany({ data: made.map(({ id }) => ({ offerId: id })) })
  return made.map(({ id, sku, left }) => ({ offerId: id, sku, ...(left !== undefined && { left }) }))
}

/** Who orders: those who must be in it, and neighbours at random, in the order of their relay numbers. */
function shoppersOf({ random }: World, group: MadeGroup): string[] {
  const certain = group.with ?? []
  const others = SHOPPERS.map(({ key }) => key).filter((key) => !certain.includes(key) && !group.without?.includes(key))
  const count = group.orders + (group.cancels ?? 0)
  return random.shuffle([...certain, ...random.shuffle(others).slice(0, count - certain.length)])
}

/** One basket: what is nearer the top of the stall sells better. */
function basketOf({ random, products }: World, group: MadeGroup): { offerId: string; quantity: number }[] {
  const wanted = 1 + random.below(Math.min(5, group.offerIds.length))
  const basket = new Map<string, number>()
  for (let tries = 0; basket.size < wanted && tries < 30; tries += 1) {
    const index = Math.min(random.below(group.offerIds.length), random.below(group.offerIds.length + 2))
    const offer = group.offerIds[index]
    if (!offer) continue
    const isWeighed = UNITS[known(products, offer.sku).unit].weighed
    basket.set(offer.offerId, isWeighed ? 600 + 100 * random.below(15) : random.chance(72) ? 1 : 2)
  }
  return [...basket].map(([offerId, quantity]) => ({ offerId, quantity }))
}

/**
 * Fills a group order through the order desk, as shoppers do. What is refused for want of goods is ordered without that
 * offer; some orders are taken back, so that relay numbers have gaps as in life.
 */
export async function placeOrders(world: World, group: MadeGroup): Promise<void> {
  const { random, people, stations } = world
  const link = await acceptCarrier(world, group)
  const orders = shoppersOf(world, group).map((key, index) => {
    const { id: shopperId, name, phone, locale } = known(people, key)
    const station = group.stations.length === 1 || random.chance(60) ? group.stations[0] : random.pick(group.stations)
    return {
      groupOrderId: group.id,
      key: `demo:${group.slug}:${key}`,
      shopperId,
      name,
      locale,
      // who is in it for sure can be tried out in the demo: at its first station
      stationId: known(stations, (group.with?.includes(key) ? group.stations[0] : station) ?? '').id,
      contact: random.chance(65) && phone ? phone : emailOf(key),
      lines: basketOf(world, group),
      ...(index % CARRIED_EACH === 0 && { carrierCode: link }),
    }
  })
  const placed = await Promise.all(orders.map(placeOne))
  const takenBack = random.shuffle(placed.filter(({ key }) => !group.with?.includes(key))).slice(0, group.cancels ?? 0)
  for (const { orderId, shopperId } of takenBack) await orderDesk.cancel({ groupOrderId: group.id, orderId, shopperId })
  await capOffers(group)
}

type Asked = Parameters<typeof orderDesk.place>[0]

async function placeOne(asked: Asked): Promise<{ orderId: string; shopperId: string; key: string }> {
  let { lines } = asked
  for (;;) {
    const answer = await orderDesk.place({ ...asked, lines })
    if (answer.ok)
      return { orderId: answer.value.orderId, shopperId: asked.shopperId, key: asked.key.split(':')[2] ?? '' }
    const { refusal } = answer
    if (!('offerId' in refusal) || lines.length === 1) throw new Error(`the desk refuses ${asked.key}: ${refusal.code}`)
    lines = lines.filter(({ offerId }) => offerId !== refusal.offerId)
  }
}

/** "Only 6 left", whatever was sold. */
async function capOffers(group: MadeGroup): Promise<void> {
  for (const { offerId, left } of group.offerIds) {
    if (left === undefined) continue
    const { sold } = await db.offerCounter.findUniqueOrThrow({ where: { offerId } })
    await db.offer.update({ where: { id: offerId }, data: { cap: Math.max(1, sold + left) } })
  }
}
