import { pool } from '#lib/db/client.ts'
import { type Choice, isWanted, NOTICE_KINDS, type NoticeChannel, type NoticeKind } from '#lib/domain/notices.ts'
import type { Shopper } from '#lib/domain/who.ts'

export type OwnNotices = {
  /** Where this person can be told at all. */
  channels: { channel: NoticeChannel; to: string }[]
  wanted: Record<NoticeKind, NoticeChannel[]>
  /** Minutes of the day; null = none chosen. */
  quietFrom: number | null
  quietUntil: number | null
}

/** What a person is told of, and where: their choices, and the usual where they made none. */
export async function ownNotices(who: Shopper): Promise<OwnNotices> {
  const { rows } = await pool.query<Omit<OwnNotices, 'channels' | 'wanted'> & Row>(
    `select u.email, u.phone, u.quiet_from as "quietFrom", u.quiet_until as "quietUntil",
       coalesce((select json_agg(json_build_object('kind', c.kind, 'channel', c.channel, 'isWanted', c.is_wanted))
         from notice_choices c where c.user_id = u.id), '[]'::json) as choices
     from users u where u.id = $1`,
    [who.userId],
  )
  const [row] = rows
  if (!row) throw new Error('a shopper who is not there')
  const channels = [
    ...(row.email ? [{ channel: 'email' as const, to: row.email }] : []),
    ...(row.phone ? [{ channel: 'sms' as const, to: row.phone }] : []),
  ]
  const wanted = Object.fromEntries(
    NOTICE_KINDS.map((kind) => [
      kind,
      channels.map(({ channel }) => channel).filter((channel) => isWanted(kind, channel, row.choices)),
    ]),
  ) as OwnNotices['wanted']
  return { channels, wanted, quietFrom: row.quietFrom, quietUntil: row.quietUntil }
}

type Row = { email: string | null; phone: string | null; choices: Choice[] }
