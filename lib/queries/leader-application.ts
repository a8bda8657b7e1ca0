import { db } from '#lib/db/client.ts'
import type { Shopper } from '#lib/domain/who.ts'

/** A person's own application to lead, or null when there is none. */
export const leaderApplication = ({ userId }: Shopper) =>
  db.leader.findUnique({
    where: { userId },
    select: { name: true, community: true, about: true, awning: true, state: true, reason: true },
  })
