import type { Tx } from '#lib/db/transaction.ts'
import type { Awning } from '#lib/domain/catalogue.ts'
import type { AdminDuty } from '#lib/domain/duties.ts'
import type { Locale } from '#lib/domain/text.ts'
import { env } from '#lib/infra/env.ts'
import { newToken } from '#lib/infra/ids.ts'

export type NewUser = {
  name?: string
  nickname?: string
  /** Null for a person known by phone only. */
  email?: string | null
  phone?: string
  locale?: Locale
  disabled?: boolean
}

/** Makes a person who can sign in; an e-mail address is made up when none is given. */
export async function makeUser(db: Tx, facts: NewUser = {}): Promise<{ id: string; email: string | null }> {
  const { email = `${newToken(12)}@example.org`, disabled, ...rest } = facts
  return db.user.create({
    data: { ...rest, email, region: env.REGION, disabledAt: disabled ? new Date() : null },
    select: { id: true, email: true },
  })
}

export type NewLeader = {
  userId?: string
  name?: { en?: string; 'zh-CN'?: string }
  community?: { en?: string; 'zh-CN'?: string }
  about?: string
  awning?: Awning
  state?: 'applied' | 'approved' | 'refused' | 'suspended'
  reason?: string
  locale?: Locale
}

/** Makes a leader, approved unless told otherwise, and the person behind when no `userId` is given. */
export async function makeLeader(db: Tx, facts: NewLeader = {}): Promise<{ id: string; userId: string }> {
  const { userId = (await makeUser(db, { locale: facts.locale })).id, state = 'approved' } = facts
  return db.leader.create({
    data: {
      userId,
      name: facts.name ?? { en: 'Mei, from number 14', 'zh-CN': '14 号的小梅' },
      community: facts.community ?? { en: 'Maple Lane', 'zh-CN': '枫叶巷' },
      about: facts.about ?? '',
      awning: facts.awning ?? 'leaf',
      state,
      reason: facts.reason ?? null,
      region: env.REGION,
      decidedAt: state === 'applied' ? null : new Date(),
    },
    select: { id: true, userId: true },
  })
}

/** Makes an admin with these duties. */
export async function makeAdmin(db: Tx, duties: AdminDuty[], facts: NewUser = {}): Promise<{ id: string }> {
  const { id } = await makeUser(db, facts)
  await db.duty.createMany({ data: duties.map((duty) => ({ userId: id, duty })) })
  return { id }
}

/** Makes a person who hands over at a station. */
export async function makeKeeper(db: Tx, stationId: string, facts: NewUser = {}): Promise<{ id: string }> {
  const { id } = await makeUser(db, facts)
  await db.stationKeeper.create({ data: { stationId, userId: id } })
  return { id }
}
