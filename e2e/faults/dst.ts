import { makeProduct, makeStation } from '#prisma/factories/catalogue.ts'
import { makeLeader } from '#prisma/factories/people.ts'
import { filled, formWith } from '../raw.ts'
import { falseClock, withoutFaketime } from './harness/clock.ts'
import { closedTimes, isClosed } from './harness/closing.ts'
import type { Fault } from './harness/fault.ts'
import type { Site } from './harness/site.ts'
import { must, until } from './harness/until.ts'
import { having, Visitor } from './harness/visitor.ts'

/** Zones that change their clocks at 02:00 and at 03:00; what is typed, and the instants between which it must close. */
const ZONES = [
  { zone: 'America/New_York', missing: '02:30', twice: '01:30' },
  { zone: 'Europe/Berlin', missing: '02:30', twice: '02:30' },
]
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Twice a year an hour is missing or comes twice, and somebody types it as a cutoff. */
export const dst: Fault = {
  name: 'dst',
  what: 'cutoffs typed for the hour that does not exist and for the one that comes twice; Postgres’s clock taken there',
  missing: withoutFaketime,
  ownDatabase: true,
  run: async (site) => {
    const clock = falseClock(site.dir, 'database')
    await site.open(await site.ownCluster({ env: clock.env }))
    const { base } = await site.server()
    const notes: string[] = []
    for (const { zone, missing, twice } of ZONES) {
      const [spring, autumn] = changesOf(zone)
      const leader = await opener(site, base, zone)
      const refused = await leader.open(`${dayOf(spring, zone)}T${missing}`)
      must(refused.groupOrderId === undefined, `${zone}: a cutoff at ${missing} that does not exist was taken`)
      must(/hour does not exist/.test(refused.body), `${zone}: no clear message for ${missing}`)
      const { groupOrderId } = await leader.open(`${dayOf(autumn, zone)}T${twice}`)
      must(groupOrderId !== undefined, `${zone}: a cutoff at ${twice} that comes twice was refused`)
      const [row] = await site.sql<{ at: Date }>('select cutoff_at as at from group_orders where id = $1', [
        groupOrderId,
      ])
      // the first of the two: half an hour before the clocks go back
      const wanted = autumn - 30 * MINUTE_MS
      must(
        row?.at.getTime() === wanted,
        `${zone}: closes at ${row?.at.toISOString()}, wanted ${new Date(wanted).toISOString()}`,
      )
      notes.push(`${zone} ${new Date(wanted).toISOString()}`)
      await closesAt(site, groupOrderId, wanted, clock.set)
    }
    return { note: `refused, and closed at the first of the two: ${notes.join(', ')}`, at: base }
  },
}

/** Takes the database to just before and just after the cutoff; the worker's own clock stays where it is. */
async function closesAt(site: Site, groupOrderId: string, at: number, set: (seconds: number) => void): Promise<void> {
  const worker = await site.worker()
  const group = { groupOrderId } as Parameters<typeof isClosed>[1]
  const databaseNow = async () => (await site.sql<{ at: Date }>('select clock_timestamp() as at'))[0]?.at.getTime() ?? 0
  set(Math.round((at - 60_000 - Date.now()) / 1000))
  await until('the database is a minute before', async () => at - (await databaseNow()) < 61_000)
  const seen = worker.output.length
  // a look at what is due comes every second and leaves a statement behind
  const looked = async () =>
    (
      await site.sql<{ at: Date }>(
        `select max(query_start) as at from pg_stat_activity where query like 'select id from group_orders where state in%'`,
      )
    )[0]?.at
  const first = await until('the worker looks', async () => {
    const when = await looked()
    return when && when.getTime() > at - 61_000 ? when : undefined
  })
  await until('and looks again', async () => ((await looked())?.getTime() ?? 0) > first.getTime())
  must(!(await isClosed(site, group)), `closed a minute early${worker.output.slice(seen)}`)
  set(Math.round((at + 1_000 - Date.now()) / 1000))
  await until('it is closed', () => isClosed(site, group))
  must((await closedTimes(site, [group])) === 1, 'not closed once')
  worker.signal('SIGTERM')
  await worker.ended
  set(0)
  await until('the clock is back', async () => Math.abs((await databaseNow()) - Date.now()) < 5_000)
}

/** The next two changes of a zone's clock: to summer time and back. */
function changesOf(zone: string): [spring: number, autumn: number] {
  const found: { at: number; by: number }[] = []
  const start = Math.ceil(Date.now() / 3_600_000) * 3_600_000
  for (let at = start; at < start + 400 * DAY_MS; at += 3_600_000) {
    const by = offset(at + 3_600_000, zone) - offset(at, zone)
    if (by !== 0) found.push({ at: at + 3_600_000, by })
  }
  const [spring, autumn] = [found.find(({ by }) => by > 0), found.find(({ by }) => by < 0)]
  if (!spring || !autumn) throw new Error(`${zone} does not change its clocks within a year`)
  return [spring.at, autumn.at]
}

const part = (at: number, zone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at)
const offset = (at: number, zone: string): number => Date.parse(`${part(at, zone).replace(' ', 'T')}Z`) - at
const dayOf = (at: number, zone: string): string => part(at, zone).slice(0, 10)

/** A leader at the form that opens a group order, at a station in this zone. */
async function opener(site: Site, base: string, zone: string) {
  const [leader, station, product] = await Promise.all([
    makeLeader(site.db),
    makeStation(site.db, { timeZone: zone }),
    makeProduct(site.db),
  ])
  const visitor = await new Visitor(base).be(site, leader.userId)
  const path = '/leader/group-orders/new'
  const form = formWith((await visitor.get(path)).body, having('intent'))
  return {
    /** @param cutoffAt as typed, YYYY-MM-DDTHH:mm */
    async open(cutoffAt: string): Promise<{ body: string; groupOrderId: string | undefined }> {
      const later = (hours: number) => {
        const next = new Date(Date.parse(`${cutoffAt}:00Z`) + hours * 3_600_000)
        return next.toISOString().slice(0, 16)
      }
      const { body, location } = await visitor.post(
        path,
        filled(form, {
          'title.en': `Cutoff at ${cutoffAt}`,
          opensAt: '',
          cutoffAt,
          pickupFrom: later(14),
          pickupUntil: later(17),
          stationIds: station.id,
          [`offers.${product.id}.on`]: 'on',
          [`offers.${product.id}.price`]: '5.60',
          intent: 'open',
        }),
      )
      return { body, groupOrderId: /\/leader\/group-orders\/([0-9a-f-]{36})/.exec(location)?.[1] }
    },
  }
}
