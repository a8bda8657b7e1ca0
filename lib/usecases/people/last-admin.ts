import type { Tx } from '#lib/db/transaction.ts'

/**
 * Locks everybody who looks after people, so that two admins cannot remove each other at the same moment and leave the
 * shop without anyone who may appoint another.
 * @returns whether somebody else with the duty `people` would remain
 */
export async function someoneElseRemains(tx: Tx, userId: string): Promise<boolean> {
  await tx.$queryRaw`select user_id from duties where duty = 'people' order by user_id for update`
  const others = await tx.duty.count({
    where: { duty: 'people', userId: { not: userId }, user: { disabledAt: null } },
  })
  return others > 0
}
