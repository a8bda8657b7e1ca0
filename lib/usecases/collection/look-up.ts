import { pool } from '#lib/db/client.ts'
import { now } from '#lib/db/clock.ts'
import { isWithinLimit } from '#lib/db/rate-limit.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { KeeperOf } from '#lib/domain/who.ts'
import { readPass } from '#lib/infra/signing.ts'
import { type Proof, sealProof } from './proof.ts'

export type Found = {
  orderId: string
  /** Sealed: carries to `handOver` that the code or QR was really shown. */
  proof: string
}

export type LookUpRefusal =
  | { code: 'NO_SUCH_CODE'; field: 'code' }
  | { code: 'TOO_MANY_TRIES'; field: 'code' }
  | { code: 'WRONG_STATION'; field: 'code'; station: LocalText }

type Row = { id: string; station_id: string; station: LocalText }

const TRIES = 30
const TRY_SECONDS = 600
/** An order has a place on a shelf from the freeze on; an old one may still be asked for. */
const ON_A_SHELF = `(o.state in ('ready', 'collected', 'uncollected') or (o.state = 'placed' and g.closed_at is not null))`

/**
 * Finds the order whose code was said or whose QR was shown.
 * @param who the keeper, and the station at whose door the shopper stands
 * @param text a typed code (spaces, hyphens and full-width digits are fine) or the text of a scanned QR
 * @returns the order; several where orders of different group orders share a typed code
 * Refuses NO_SUCH_CODE, WRONG_STATION (with the name of the right one and nothing else), and TOO_MANY_TRIES: 30 typed
 * codes in ten minutes for each keeper (TRUST, "Pickup codes").
 */
export async function lookUp(who: KeeperOf, text: string): Promise<Outcome<Found[], LookUpRefusal>> {
  const pass = readPass(text)
  if (pass) return answer(who, 'qr', await byPass(pass))
  const code = text.normalize('NFKC').replace(/[\s-]/g, '')
  // Counted before anything is compared, so that parallel guesses cannot exceed it.
  if (!(await isWithinLimit(`code try ${who.userId}`, TRIES, TRY_SECONDS))) {
    return refuse({ code: 'TOO_MANY_TRIES', field: 'code' })
  }
  return answer(who, 'code', /^\d{4,6}$/.test(code) ? await byCode(who.stationId, code) : [])
}

async function answer(who: KeeperOf, proof: Proof, rows: Row[]): Promise<Outcome<Found[], LookUpRefusal>> {
  const here = rows.filter((row) => row.station_id === who.stationId)
  const elsewhere = rows[0]
  if (here.length > 0) {
    const at = await now()
    return accept(here.map(({ id }) => ({ orderId: id, proof: sealProof(id, proof, who.userId, at) })))
  }
  if (elsewhere) return refuse({ code: 'WRONG_STATION', field: 'code', station: elsewhere.station })
  return refuse({ code: 'NO_SUCH_CODE', field: 'code' })
}

async function byPass({ orderId, secret }: { orderId: string; secret: string }): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `select o.id, o.station_id, s.name as station from orders o join stations s on s.id = o.station_id join group_orders g on g.id = o.group_order_id
     where o.id = $1 and o.pickup_secret = $2 and ${ON_A_SHELF}`,
    [orderId, secret],
  )
  return rows
}

/** Those of this station, newest first; else the one that somebody at the wrong door most likely has. */
async function byCode(stationId: string, code: string): Promise<Row[]> {
  const { rows: here } = await pool.query<Row>(
    `select o.id, o.station_id, s.name as station from orders o join stations s on s.id = o.station_id join group_orders g on g.id = o.group_order_id
     where o.station_id = $1 and o.pickup_code = $2 and ${ON_A_SHELF} order by o.state <> 'ready', o.placed_at desc limit 10`,
    [stationId, code],
  )
  if (here.length > 0) return here
  // In a city a short code exists at many stations: without a group order in common it is named only when it is unique.
  const { rows: away } = await pool.query<Row & { shared: boolean }>(
    `select o.id, o.station_id, s.name as station,
       exists (select 1 from group_order_stations n where n.group_order_id = o.group_order_id and n.station_id = $1) as shared
     from orders o join stations s on s.id = o.station_id join group_orders g on g.id = o.group_order_id
     where o.pickup_code = $2 and o.state in ('placed', 'ready') and g.closed_at is not null order by shared desc, o.placed_at desc limit 2`,
    [stationId, code],
  )
  return away[0]?.shared || away.length === 1 ? away.slice(0, 1) : []
}
