import { isNoticeChannel, isNoticeKind, type NoticeChannel, type NoticeKind } from '#lib/domain/notices.ts'
import { seal, unseal } from '../signing.ts'

/** What the link in a notice ends: one kind on one channel, for the one person who got it. */
export type Stop = { userId: string; kind: NoticeKind; channel: NoticeChannel }

const PURPOSE = 'stop notices'

/** The link's secret part. It works without signing in and for ever, and ends nothing but this. */
export const stopToken = ({ userId, kind, channel }: Stop): string => seal(PURPOSE, [userId, kind, channel])

/** What a link ends; undefined where we did not make it. */
export function readStopToken(token: string): Stop | undefined {
  const [userId, kind, channel] = (unseal(PURPOSE, token) ?? []) as unknown[]
  return typeof userId === 'string' && isNoticeKind(kind) && isNoticeChannel(channel)
    ? { userId, kind, channel }
    : undefined
}
