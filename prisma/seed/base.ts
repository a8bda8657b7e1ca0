import { readFile } from 'node:fs/promises'
import { db } from '#lib/db/client.ts'
import { ADMIN_DUTIES } from '#lib/domain/duties.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { storePicture } from '#lib/infra/picture.ts'
import type { Clock } from './clock.ts'
import { LEADERS } from './leaders.ts'
import { OPERATOR, RATES } from './operator.ts'
import { emailOf, SHOPPERS, STAFF } from './people.ts'
import { PRODUCTS } from './products/index.ts'
import type { Random } from './random.ts'
import { STATIONS } from './stations.ts'
import { SUPPLIERS } from './suppliers.ts'
import { known, type World } from './world.ts'

const DAY_MS = 86_400_000
const PICTURES = new URL('../../node_modules/@lobehub/fluent-emoji-3d/assets/', import.meta.url)

/** Loads all that group orders stand on: people, stations, suppliers, products with stock, leaders, the operator. */
export async function loadBase(clock: Clock, random: Random): Promise<World> {
  const ago = (days: number) => new Date(clock.now.getTime() - days * DAY_MS)
  const people = await loadPeople(ago(90))
  const stations = await loadStations(people, ago(80))
  const leaders = await loadLeaders(people, ago)
  const products = await loadProducts(ago(60))
  await db.operator.create({ data: { id: 1, ...OPERATOR } })
  await db.rates.create({ data: { id: 1, ...RATES } })
  const world: World = { clock, random, people, stations, leaders, products, movements: [] }
  await loadStock(world, ago)
  return world
}

async function loadPeople(createdAt: Date): Promise<World['people']> {
  const rows = [...SHOPPERS, ...STAFF].map((person) => ({ ...person, id: newId() }))
  await db.user.createMany({
    data: rows.map(({ id, key, name, phone, locale, nickname }) => ({
      id,
      name,
      locale,
      createdAt,
      email: emailOf(key),
      phone: phone ?? null,
      nickname: nickname ?? null,
      showNickname: Boolean(nickname),
      region: env.REGION,
    })),
  })
  const people = new Map(rows.map((row) => [row.key, row]))
  const duties = ADMIN_DUTIES.map((duty) => ({ userId: known(people, 'ada').id, duty }))
  await db.duty.createMany({ data: [...duties, { userId: known(people, 'stefan').id, duty: 'stock' }] })
  return people
}

async function loadStations(people: World['people'], createdAt: Date): Promise<World['stations']> {
  const rows = STATIONS.map(({ key, keepers, ...texts }) => ({
    key,
    keeperIds: keepers.map((keeper) => known(people, keeper).id),
    data: { ...texts, id: newId(), stopCostMinor: 2_500, timeZone: env.TIME_ZONE, region: env.REGION, createdAt },
  }))
  await db.station.createMany({ data: rows.map(({ data }) => data) })
  await db.stationKeeper.createMany({
    data: rows.flatMap(({ data, keeperIds }) => keeperIds.map((userId) => ({ stationId: data.id, userId }))),
  })
  return new Map(rows.map(({ key, keeperIds, data }) => [key, { id: data.id, keeperIds }]))
}

async function loadLeaders(people: World['people'], ago: (days: number) => Date): Promise<World['leaders']> {
  const rows = LEADERS.map(({ key, ...leader }) => ({ ...leader, id: newId(), key, userId: known(people, key).id }))
  const decidedBy = known(people, 'ada').id
  await db.leader.createMany({
    data: rows.map(({ key: _, ...leader }) => ({
      ...leader,
      region: env.REGION,
      ...(leader.state === 'approved' ? { appliedAt: ago(75), decidedAt: ago(74), decidedBy } : { appliedAt: ago(1) }),
    })),
  })
  return new Map(rows.map(({ key, id }) => [key, id]))
}

async function loadProducts(createdAt: Date): Promise<World['products']> {
  const suppliers = new Map(SUPPLIERS.map((supplier) => [supplier.key, { ...supplier, id: newId() }]))
  await db.supplier.createMany({
    data: [...suppliers.values()].map(({ key: _, ...supplier }) => ({ ...supplier, region: env.REGION, createdAt })),
  })
  const pictures = await storePictures()
  const rows = PRODUCTS.map((product) => ({ ...product, id: newId() }))
  await db.product.createMany({
    data: rows.map(({ supplier, stock: _, ...product }) => ({
      ...product,
      picture: known(pictures, product.picture),
      supplierId: known(suppliers, supplier).id,
      region: env.REGION,
      createdAt,
    })),
  })
  return new Map(rows.map((row) => [row.sku, row]))
}

/** Each picture once, through the door that uploads take. */
async function storePictures(): Promise<Map<string, string>> {
  const names = [...new Set(PRODUCTS.map(({ picture }) => picture))]
  const keys = await Promise.all(
    names.map(async (name) => {
      const stored = await storePicture(await readFile(new URL(`${name}.webp`, PICTURES)))
      if (!stored.ok) throw new Error(`the picture ${name} is refused: ${stored.refusal.code}`)
      return [name, stored.value] as const
    }),
  )
  return new Map(keys)
}

/** What lies in store, and the little history that a real store has: two deliveries, a count, something dropped. */
async function loadStock({ products, random, people, movements }: World, ago: (days: number) => Date): Promise<void> {
  const keeper = known(people, 'stefan').id
  for (const { id: productId, stock } of products.values()) {
    if (!stock) continue
    const counted = random.pick([-1, 0, 1])
    const damaged = random.chance(40) ? -random.pick([1, 2, 3]) : 0
    const second = Math.floor(stock.onHand / 3)
    const move = (days: number, quantity: number, reason: string, note = '') =>
      quantity !== 0 && movements.push({ productId, quantity, reason, note, at: ago(days), actorId: keeper })
    move(35, stock.onHand - second - counted - damaged, 'received')
    move(29 - random.below(3), second, 'received')
    move(27, counted, 'counted', counted < 0 ? 'One fewer on the shelf than in the book' : 'Found behind the crates')
    move(2 + random.below(20), damaged, 'damaged', 'Dropped while unloading')
    await db.stock.create({ data: { productId, ...stock } })
  }
}
