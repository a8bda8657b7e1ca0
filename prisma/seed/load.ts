import { pool } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import { env } from '#lib/infra/env.ts'
import { advance } from './advance.ts'
import { loadBase } from './base.ts'
import { clockAt } from './clock.ts'
import { CLOSED } from './group-orders/closed.ts'
import { RUNNING } from './group-orders/running.ts'
import { giveMessagesTheirTimes, giveTrailItsTimes, writeMovements } from './history.ts'
import { makeGroup, placeOrders } from './orders.ts'
import { DEMO_PEOPLE } from './people.ts'
import { makePurchaseOrders } from './purchase-orders.ts'
import { seededRandom } from './random.ts'
import { fillWallets, makeCoupons } from './wallets.ts'
import { known, type MadeGroup } from './world.ts'

const SEED = 14_112_026
const LOCK = 7_142_026

/**
 * Loads the demo's world into an empty database: Maple Lane, its people, goods and group orders in every state of life,
 * with all times relative to now. Orders go through the order desk and groups are closed by the use case that always
 * closes them, so every invariant holds.
 * @returns false, and nothing done, where anybody lives already
 */
export async function loadDemo(): Promise<boolean> {
  const lock = await pool.connect()
  try {
    // two that start at once: the second waits, longer than a statement usually may, and finds the work done
    await lock.query(`set statement_timeout = '2min'`)
    await lock.query('select pg_advisory_lock($1)', [LOCK])
    const { rows } = await pool.query('select 1 from users limit 1')
    if (rows.length > 0) return false
    await load()
    return true
  } finally {
    // the connection ends, and with it the lock and the setting
    lock.release(true)
  }
}

async function load(): Promise<void> {
  const world = await loadBase(clockAt(await now(), env.TIME_ZONE), seededRandom(SEED))
  await fillWallets(world)
  await makeCoupons(world)
  const groups: MadeGroup[] = []
  // the oldest first, so that the store serves them in the order of life
  for (const seed of [...CLOSED].reverse().concat(RUNNING)) {
    const group = await makeGroup(world, seed)
    if (group.orders > 0) await placeOrders(world, group)
    groups.push(group)
  }
  for (const group of groups) await advance(world, group)
  await makePurchaseOrders(world)
  await writeMovements(world)
  await giveMessagesTheirTimes(DEMO_PEOPLE.map(({ key }) => known(world.people, key).id))
  await giveTrailItsTimes()
}
