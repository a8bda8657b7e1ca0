import { db } from '#lib/db/client.ts'
import type { AdminDuty } from '#lib/domain/duties.ts'
import { type AdminFor, type KeeperOf, type LeaderWho, type ManagerOf, mint, type Shopper } from '#lib/domain/who.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Is this text a uuid? Asked before it reaches the database, which throws at anything else. */
export const isId = (text: string): boolean => UUID.test(text)

/** Each gate reads the database again: a role taken away counts at the next request. They answer undefined for "no". */

export async function shopperGate(userId: string): Promise<Shopper | undefined> {
  const user = await db.user.findUnique({ where: { id: userId }, select: { disabledAt: true } })
  return user && !user.disabledAt ? mint<Shopper>({ userId }) : undefined
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
