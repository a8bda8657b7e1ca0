import { db, pool } from '#lib/db/client.ts'
import { type ApiScope, scopesOf } from '#lib/domain/api-scopes.ts'
import type { AdminDuty } from '#lib/domain/duties.ts'
import {
  type AdminFor,
  type ApiKeyWho,
  type ApiPlacer,
  type ApiReader,
  type ClaimDecider,
  type InvoiceOf,
  type KeeperOf,
  type LeaderWho,
  type ManagerOf,
  mint,
  type Shopper,
  type StatementOf,
  type SupplierOf,
} from '#lib/domain/who.ts'
import { isSameHash, type ShownKey } from '#lib/infra/api-key.ts'
import { hashOfLink } from '#lib/infra/supplier-link.ts'
import { type Account, accountOf } from './account.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Is this text a uuid? Asked before it reaches the database, which throws at anything else. */
export const isId = (text: string): boolean => UUID.test(text)

/** Each gate reads the database again: a role taken away counts at the next request. They answer undefined for "no". */

export async function shopperGate(userId: string): Promise<Shopper | undefined> {
  return (await shopperAccount(userId))?.who
}

/** The same for who also wants to know what an order needs of the person: one read for both. */
export async function shopperAccount(userId: string): Promise<{ who: Shopper; account: Account } | undefined> {
  const account = await accountOf(userId)
  return account && !account.isDisabled ? { who: mint<Shopper>({ userId }), account } : undefined
}

export async function leaderGate(userId: string): Promise<LeaderWho | undefined> {
  const leader = await db.leader.findUnique({
    where: { userId },
    select: { id: true, state: true, user: { select: { disabledAt: true } } },
  })
  return leader?.state === 'approved' && !leader.user.disabledAt
    ? mint<LeaderWho>({ userId, leaderId: leader.id })
    : undefined
}

/** The group order's own leader, or an admin with the duty `people`. */
export async function managerGate(userId: string, groupOrderId: string): Promise<ManagerOf | undefined> {
  if (!isId(groupOrderId)) return undefined
  const group = await db.groupOrder.findUnique({ where: { id: groupOrderId }, select: { leaderId: true } })
  if (!group) return undefined
  const leader = await leaderGate(userId)
  if (leader?.leaderId === group.leaderId)
    return mint<ManagerOf>({ userId, groupOrderId, leaderId: group.leaderId, role: 'leader' })
  const admin = await adminGate(userId, 'people')
  return admin && mint<ManagerOf>({ userId, groupOrderId, leaderId: group.leaderId, role: 'admin' })
}

export async function keeperGate(userId: string, stationId: string): Promise<KeeperOf | undefined> {
  if (!isId(stationId)) return undefined
  const kept = await db.stationKeeper.findUnique({
    where: { stationId_userId: { stationId, userId } },
    select: { user: { select: { disabledAt: true } } },
  })
  return kept && !kept.user.disabledAt ? mint<KeeperOf>({ userId, stationId }) : undefined
}

export async function adminGate<Duty extends AdminDuty>(
  userId: string,
  duty: Duty,
): Promise<AdminFor<Duty> | undefined> {
  const found = await db.duty.findUnique({
    where: { userId_duty: { userId, duty } },
    select: { user: { select: { disabledAt: true } } },
  })
  return found && !found.user.disabledAt ? mint<AdminFor<Duty>>({ userId }) : undefined
}

/** The leader of the claim's group order, or an admin with the duty `money`; nobody decides a claim of their own. */
export async function claimGate(userId: string, claimId: string): Promise<ClaimDecider | undefined> {
  if (!isId(claimId)) return undefined
  const claim = await db.claim.findUnique({
    where: { id: claimId },
    select: { order: { select: { shopperId: true, groupOrder: { select: { leaderId: true } } } } },
  })
  if (!claim || claim.order.shopperId === userId) return undefined
  const leader = await leaderGate(userId)
  if (leader?.leaderId === claim.order.groupOrder.leaderId)
    return mint<ClaimDecider>({ userId, claimId, role: 'leader' })
  const admin = await adminGate(userId, 'money')
  return admin && mint<ClaimDecider>({ userId, claimId, role: 'admin' })
}

/** Whom the statement is about, also when they lead or keep no more; or an admin with the duty `money`. */
export async function statementGate(userId: string, statementId: string): Promise<StatementOf | undefined> {
  if (!isId(statementId)) return undefined
  const [statement, person] = await Promise.all([
    db.statement.findUnique({ where: { id: statementId }, select: { ownerId: true } }),
    shopperGate(userId),
  ])
  if (!statement || !person) return undefined
  const isAllowed = statement.ownerId === userId || (await adminGate(userId, 'money'))
  return isAllowed ? mint<StatementOf>({ userId, statementId }) : undefined
}

/** Whose order it is of, or an admin with the duty `money`. */
export async function invoiceGate(userId: string, invoiceId: string): Promise<InvoiceOf | undefined> {
  if (!isId(invoiceId)) return undefined
  const [invoice, person] = await Promise.all([
    db.invoice.findUnique({ where: { id: invoiceId }, select: { order: { select: { shopperId: true } } } }),
    shopperGate(userId),
  ])
  if (!invoice || !person) return undefined
  const isAllowed = invoice.order.shopperId === userId || (await adminGate(userId, 'money'))
  return isAllowed ? mint<InvoiceOf>({ userId, invoiceId }) : undefined
}

/** Whoever has the private link of a purchase order that was sent, until it ends or the office stops it. */
export async function supplierGate(token: string): Promise<SupplierOf | undefined> {
  const tokenHash = hashOfLink(token)
  if (!tokenHash) return undefined
  const { rows } = await pool.query<{ purchaseOrderId: string; supplierId: string }>(
    `select o.id as "purchaseOrderId", o.supplier_id as "supplierId"
     from purchase_order_links l join purchase_orders o on o.id = l.purchase_order_id
     where l.token_hash = $1 and l.revoked_at is null and l.expires_at > clock_timestamp()`,
    [tokenHash],
  )
  const [found] = rows
  return found && mint<SupplierOf>({ userId: found.supplierId, purchaseOrderId: found.purchaseOrderId })
}

/** Which parts of the operator's work this person may do. */
export async function dutiesOf(userId: string): Promise<AdminDuty[]> {
  const rows = await db.duty.findMany({ where: { userId, user: { disabledAt: null } }, select: { duty: true } })
  return rows.map(({ duty }) => duty)
}

/** What a person may enter besides the shop: decides which links they are shown. */
export async function rolesOf(userId: string): Promise<{ leader: boolean; keeper: boolean; duties: AdminDuty[] }> {
  const [leader, kept, duties] = await Promise.all([
    leaderGate(userId),
    db.stationKeeper.findFirst({ where: { userId, user: { disabledAt: null } }, select: { stationId: true } }),
    dutiesOf(userId),
  ])
  return { leader: Boolean(leader), keeper: Boolean(kept), duties }
}

export type ApiKeyRow = {
  id: string
  hash: string
  scopes: string[]
  leaderId: string | null
  revokedAt: Date | null
  lastUsedAt: Date | null
}

/** An API key as it stands; undefined for an id that is none. */
export const apiKeyRow = async (id: string): Promise<ApiKeyRow | undefined> =>
  (await db.apiKey.findUnique({
    where: { id },
    select: { id: true, hash: true, scopes: true, leaderId: true, revokedAt: true, lastUsedAt: true },
  })) ?? undefined

/**
 * A program that showed the secret of a key that lives. The secret is compared in constant time, and before anything else
 * is looked at: who does not have it learns nothing of the key.
 * @param row the key as read no longer ago than lib/web/api/key.ts keeps it
 */
export function apiKeyGate(row: ApiKeyRow, shown: ShownKey): ApiKeyWho | 'wrong' | 'revoked' {
  if (!isSameHash(shown.hash, row.hash)) return 'wrong'
  if (row.revokedAt) return 'revoked'
  return mint<ApiKeyWho>({ userId: row.id, isApiKey: true, scopes: scopesOf(row.scopes), leaderId: row.leaderId })
}

const has = (key: ApiKeyWho, ...scopes: ApiScope[]): boolean => scopes.some((scope) => key.scopes.includes(scope))

/** Reading: whole what the key itself placed (with `orders`), the rest masked (with `read` or `operations`). */
export const apiReader = (key: ApiKeyWho): ApiReader =>
  mint<ApiReader>({
    userId: key.userId,
    isApiKey: true,
    leaderId: key.leaderId,
    seesAll: has(key, 'read', 'operations'),
    seesOwn: has(key, 'orders'),
  })

/** Placing, amending and cancelling for shoppers: `orders`. */
export const apiPlacer = (key: ApiKeyWho): ApiPlacer | undefined =>
  has(key, 'orders') ? mint<ApiPlacer>({ userId: key.userId, isApiKey: true, leaderId: key.leaderId }) : undefined

/** The operator's goods, stock, suppliers and stations: `catalogue`. The way of the goods needs `operations`. */
const DUTY_SCOPES = { catalogue: 'catalogue', stock: 'catalogue', people: 'catalogue' } as const

export const apiAdmin = <Duty extends keyof typeof DUTY_SCOPES>(
  key: ApiKeyWho,
  duty: Duty,
): AdminFor<Duty> | undefined =>
  has(key, DUTY_SCOPES[duty]) ? mint<AdminFor<Duty>>({ userId: key.userId, isApiKey: true }) : undefined

/** Buying, receiving and dispatching the goods of a group order: `operations`. */
export const apiDispatcher = async (key: ApiKeyWho, groupOrderId: string): Promise<AdminFor<'stock'> | undefined> =>
  (await apiManager(key, groupOrderId)) && mint<AdminFor<'stock'>>({ userId: key.userId, isApiKey: true })

/** Opening group orders in a leader's name: `operations`, and the key's own leader where it has one. */
export async function apiLeader(key: ApiKeyWho, leaderId: string): Promise<LeaderWho | undefined> {
  if (!has(key, 'operations') || !isId(leaderId) || (key.leaderId && key.leaderId !== leaderId)) return undefined
  const leader = await db.leader.findUnique({ where: { id: leaderId }, select: { state: true } })
  return leader?.state === 'approved' ? mint<LeaderWho>({ userId: key.userId, isApiKey: true, leaderId }) : undefined
}

/** Running one group order: `operations`, and one of the key's own leader where it has one. */
export const apiManager = (key: ApiKeyWho, groupOrderId: string): Promise<ManagerOf | undefined> =>
  managerBy(key, groupOrderId, 'operations')

async function managerBy(key: ApiKeyWho, groupOrderId: string, ...scopes: ApiScope[]): Promise<ManagerOf | undefined> {
  if (!has(key, ...scopes) || !isId(groupOrderId)) return undefined
  const group = await db.groupOrder.findUnique({ where: { id: groupOrderId }, select: { leaderId: true } })
  if (!group || (key.leaderId && key.leaderId !== group.leaderId)) return undefined
  const { leaderId } = group
  return mint<ManagerOf>({ userId: key.userId, isApiKey: true, groupOrderId, leaderId, role: 'api' })
}

/** Seeing what a group order makes the operator buy and sort: `operations` or `read`. For reading alone. */
export const apiListReader = (key: ApiKeyWho, groupOrderId: string): Promise<ManagerOf | undefined> =>
  managerBy(key, groupOrderId, 'operations', 'read')

/** Handing over at a station what belongs to a group order that the key may run: `operations`. */
export const apiKeeper = async (
  key: ApiKeyWho,
  groupOrderId: string,
  stationId: string,
): Promise<KeeperOf | undefined> =>
  (await apiManager(key, groupOrderId)) && mint<KeeperOf>({ userId: key.userId, isApiKey: true, stationId })
