import { pool } from '#lib/db/client.ts'
import { type MarginGroup, type MarginLine, type MarginRows, readMarginRows } from '#lib/db/margin-rows.ts'
import { readRates } from '#lib/db/rates.ts'
import { type AccountKind, balanceOf } from '#lib/domain/ledger.ts'
import { minorOf, type Rates, stationMarginFine } from '#lib/domain/margin.ts'
import {
  groupVariance,
  productVariances,
  type ReportGroup,
  type ReportLine,
  stationActuals,
  stationVariances,
} from '#lib/domain/margin-report.ts'
import { roundHalfEven } from '#lib/domain/money.ts'
import { lineTotalMinor } from '#lib/domain/quantity.ts'
import type { LocalText } from '#lib/domain/text.ts'
import { isInTheRed, sumOf, type Variance } from '#lib/domain/variance.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'

/** By what a report is cut. */
export const MARGIN_CUTS = ['group', 'week', 'leader', 'station', 'product'] as const
export type MarginCut = (typeof MARGIN_CUTS)[number]

export type MarginRow = {
  key: string
  /** A week is told by its Monday, 'YYYY-MM-DD'. */
  name: LocalText
  groups: number
  variance: Variance
}

export type MarginReport = {
  rows: MarginRow[]
  total: Variance
  groups: number
  /** Stations whose last seven days with a delivery all lost money: what those days left together, minor units. */
  red: { stationId: string; name: LocalText; minor: number }[]
}

type Loaded = MarginGroup & { report: ReportGroup }

/**
 * Forecast against actual with its causes. The forecast is what the opening form would have told: first prices, and the
 * average of the leader's earlier group orders. Rates are today's on both sides, so that they explain nothing.
 * @param weeks how far back, by the day of pickup
 */
export async function marginReport(_who: AdminFor<'money'>, cut: MarginCut, weeks: number): Promise<MarginReport> {
  const [rates, loaded] = await Promise.all([readRates(pool), readMarginRows(weeks, null)])
  const groups = assemble(loaded)
  const cells = groups.flatMap((group) => cellsOf(cut, group, rates, namesOf(loaded)))
  const rows = [...Map.groupBy(cells, ({ key }) => key)].map(([key, own]) => ({
    key,
    name: own[0]?.name ?? '',
    groups: own.length,
    variance: sumOf(own.map(({ variance }) => variance)),
  }))
  // where it is lost most comes first; time keeps its own order
  if (cut !== 'group' && cut !== 'week') rows.sort((a, b) => a.variance.actualMinor - b.variance.actualMinor)
  const together = groups.map(({ report }) => groupVariance(report, rates))
  return { rows, total: sumOf(together), groups: groups.length, red: redStations(groups, rates, namesOf(loaded)) }
}

type Names = { stations: ReadonlyMap<string, LocalText>; products: ReadonlyMap<string, LocalText> }

const namesOf = ({ stations, offers }: MarginRows): Names => ({
  stations: new Map(stations.map(({ stationId, station }) => [stationId, station])),
  products: new Map(offers.map(({ productId, product }) => [productId, product])),
})

type Cell = { key: string; name: LocalText; variance: Variance }

function cellsOf(cut: MarginCut, group: Loaded, rates: Rates, names: Names): Cell[] {
  const { report } = group
  if (cut === 'station' || cut === 'product') {
    const variances = cut === 'station' ? stationVariances(report, rates) : productVariances(report, rates)
    const known = cut === 'station' ? names.stations : names.products
    return [...variances].map(([key, variance]) => ({ key, name: known.get(key) ?? '', variance }))
  }
  const variance = groupVariance(report, rates)
  if (cut === 'group') return [{ key: group.id, name: group.title, variance }]
  if (cut === 'week') return [{ key: group.week, name: group.week, variance }]
  return [{ key: group.leaderId, name: group.leader, variance }]
}

/** The rows of one group order together. */
export function assemble({ groups, lines, stations, offers }: MarginRows): Loaded[] {
  const linesOf = Map.groupBy(lines, ({ groupId }) => groupId)
  const stationsOf = Map.groupBy(stations, ({ groupId }) => groupId)
  const offersOf = Map.groupBy(offers, ({ groupId }) => groupId)
  return groups.map((group) => {
    const { usualOrders, usualBasketMinor, minimumOrders } = group
    return {
      ...group,
      report: {
        minimumOrders,
        usual: usualOrders && usualBasketMinor ? { orders: usualOrders, basketMinor: usualBasketMinor } : null,
        offers: offersOf.get(group.id) ?? [],
        stations: stationsOf.get(group.id) ?? [],
        lines: (linesOf.get(group.id) ?? []).map(reportLine),
      },
    }
  })
}

/** What was handed over counts by what was collected; what nobody collected is not paid, and its goods are lost. */
function reportLine(line: MarginLine): ReportLine {
  const { stationId, productId, times, paidMinor, taxBps, commissionBps, state, quantity, collected, unit } = line
  const costMinor = lineTotalMinor(line.costMinor, quantity, unit)
  const isOver = state === 'collected'
  const isShort = isOver && collected < quantity
  const isLost = state === 'uncollected' && !line.isPaid
  const part = (minor: number) => Number(roundHalfEven(BigInt(minor) * BigInt(collected), BigInt(quantity)))
  return {
    stationId,
    productId,
    times,
    paidMinor,
    costMinor,
    handedPaidMinor: isLost ? 0 : isShort ? part(paidMinor) : paidMinor,
    handedCostMinor: isShort ? part(costMinor) : costMinor,
    fundedMinor: line.isFunded ? line.discountMinor : 0,
    taxBps,
    commissionBps,
    isOver,
  }
}

/** CM3: a stop is paid once a day however many group orders it serves, and the site is shared among a day's stops. */
function redStations(groups: readonly Loaded[], rates: Rates, names: Names): MarginReport['red'] {
  const days = new Map<string, Map<string, { groupsMinor: number; stopCostMinor: number }>>()
  for (const { day, isPast, report } of groups) {
    if (!isPast) continue
    for (const [stationId, minor] of stationActuals(report, rates)) {
      const stops = days.get(day) ?? new Map<string, { groupsMinor: number; stopCostMinor: number }>()
      const stopCostMinor = report.stations.find((each) => each.stationId === stationId)?.stopCostMinor ?? 0
      stops.set(stationId, { groupsMinor: (stops.get(stationId)?.groupsMinor ?? 0) + minor, stopCostMinor })
      days.set(day, stops)
    }
  }
  const left = new Map<string, number[]>()
  for (const [, stops] of [...days].toSorted(([a], [b]) => a.localeCompare(b))) {
    const siteFeeMinor = Number(roundHalfEven(BigInt(rates.siteFeeMinor), BigInt(stops.size)))
    for (const [stationId, { groupsMinor, stopCostMinor }] of stops) {
      const costs = { lineHaulMinor: 0, stopCostMinor, siteFeeMinor }
      const minor = minorOf(stationMarginFine(BigInt(groupsMinor) * 10_000n, costs))
      left.set(stationId, [...(left.get(stationId) ?? []), minor])
    }
  }
  return [...left]
    .filter(([, minors]) => isInTheRed(minors))
    .map(([stationId, minors]) => ({
      stationId,
      name: names.stations.get(stationId) ?? '',
      minor: minors.slice(-7).reduce((sum, each) => sum + each, 0),
    }))
}

/** Whose money it is: what keepers hold for the operator, and what the operator owes. */
const OWED = ['till', 'provider', 'wallet', 'prepaid', 'deposits', 'leader', 'keeper', 'withheld', 'tax'] as const
export type OwedKind = (typeof OWED)[number]

export type CashOwed = { kind: OwedKind; people: number; balanceMinor: number }[]

/** Cash owed to whom, from the books: each kind of account with how many hold something. */
export async function cashOwed(_who: AdminFor<'money'>): Promise<CashOwed> {
  const { rows } = await pool.query<{ kind: OwedKind; people: number; sum: number }>(
    `with sums as (
       select a.kind, a.owner_id, sum(e.amount_minor) as sum from ledger_accounts a join ledger_entries e on e.account_id = a.id
       where a.kind::text = any($1) and a.currency = $2 group by 1, 2)
     select kind, count(*) filter (where sum <> 0)::int as people, sum(sum)::bigint as sum from sums group by 1`,
    [OWED, env.CURRENCY],
  )
  const found = new Map(rows.map((row) => [row.kind, row]))
  return OWED.flatMap((kind) => {
    const row = found.get(kind)
    return row ? [{ kind, people: row.people, balanceMinor: balanceOf(kind satisfies AccountKind, row.sum) }] : []
  })
}

export type Subsidy = { id: string; code: string; reason: string; spentMinor: number; budgetMinor: number; until: Date }

/** What the operator's own coupons have cost, against their cap: those that may still be used. */
export async function subsidies(_who: AdminFor<'money'>): Promise<Subsidy[]> {
  const { rows } = await pool.query<Subsidy>(
    `select id, code, reason, spent_minor as "spentMinor", budget_minor as "budgetMinor", valid_until as until
     from coupons where supplier_id is null and ended_at is null and valid_until > clock_timestamp() and currency = $1
     order by spent_minor::float / greatest(1, budget_minor) desc, id`,
    [env.CURRENCY],
  )
  return rows
}
