import { databaseClock } from '#lib/db/locks.ts'
import { isWithinLimit } from '#lib/db/rate-limit.ts'
import { type SqlTx, sqlTransaction } from '#lib/db/transaction.ts'
import { askedFor, CLAIM_HOURS, type Claimed, type ClaimRefusal, DECIDE_HOURS, MOST_PHOTOS } from '#lib/domain/claim.ts'
import type { OrderState, PaymentState } from '#lib/domain/lifecycle.ts'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import type { LocalText } from '#lib/domain/text.ts'
import type { Shopper } from '#lib/domain/who.ts'
import { dropPicture, type PictureRefusal, storePicture } from '#lib/infra/picture.ts'
import { auditSql } from '../audit.ts'
import { contactOf, localeOf, postMessages } from '../post-message.ts'
import { claimableLines } from './claim-row.ts'

export type ClaimInput = {
  /** Made with the form: a form sent twice files once. */
  claimId: string
  orderId: string
  lines: Claimed[]
  /** In the shopper's words; may be empty. */
  text: string
  /** JPEG, PNG or WebP, at most MOST_PHOTOS. */
  photos: Buffer[]
}

export type FileRefusal =
  | ClaimRefusal
  | PictureRefusal
  | { code: 'NOT_FOUND' | 'TOO_MANY_CLAIMS' | 'IDEMPOTENCY_KEY_REUSED' }
  | { code: 'TOO_MANY_PHOTOS'; field: 'picture' }

type Row = {
  number: number
  state: OrderState
  payment_state: PaymentState
  collected_at: Date | null
  claim_hours: number
  title: LocalText
  leader_id: string
  leader_contact: string | null
  leader_locale: string
}

/** From one person an hour. */
const MOST_AN_HOUR = 10

/**
 * Tells that goods of one's own collected order were missing, broken or bad, with pictures; the leader is told. Nothing moves
 * until somebody decides.
 * @returns its id. Refuses what ClaimRefusal and PictureRefusal name, NOT_FOUND, TOO_MANY_PHOTOS, TOO_MANY_CLAIMS; a claim
 *   that was filed already is answered again
 */
export async function fileClaim(
  who: Shopper,
  { photos, ...input }: ClaimInput,
): Promise<Outcome<{ claimId: string }, FileRefusal>> {
  if (photos.length > MOST_PHOTOS) return refuse({ code: 'TOO_MANY_PHOTOS', field: 'picture' })
  if (!(await isWithinLimit(`claim ${who.userId}`, MOST_AN_HOUR, 3600))) return refuse({ code: 'TOO_MANY_CLAIMS' })
  const keys: string[] = []
  const forget = () => Promise.all(keys.map((key) => dropPicture(key, 'claims/')))
  for (const photo of photos) {
    const stored = await storePicture(photo, 'claims/')
    if (stored.ok) keys.push(stored.value)
    else {
      await forget()
      return stored
    }
  }
  const filed = await sqlTransaction((tx) => fileIn(tx, who, input, keys)).catch(async (error: unknown) => {
    await forget()
    throw error
  })
  if (!filed.ok || !filed.value.isNew) await forget()
  return filed.ok ? accept({ claimId: input.claimId }) : filed
}

async function fileIn(
  tx: SqlTx,
  who: Shopper,
  { claimId, orderId, lines, text }: Omit<ClaimInput, 'photos'>,
  photos: string[],
): Promise<Outcome<{ isNew: boolean }, FileRefusal>> {
  const order = await lockOwn(tx, who, orderId)
  if (!order) return refuse({ code: 'NOT_FOUND' })
  const known = await knownLines(tx, claimId)
  if (known)
    return isSame(known, { orderId, lines }) ? accept({ isNew: false }) : refuse({ code: 'IDEMPOTENCY_KEY_REUSED' })
  const now = await databaseClock(tx)
  const asked = askedFor(
    {
      ...{ state: order.state, paymentState: order.payment_state, collectedAt: order.collected_at, now },
      claimHours: order.claim_hours,
      lines: await claimableLines(tx, orderId),
    },
    lines,
  )
  if (!asked.ok) return asked
  await tx.query(
    `insert into claims (id, order_id, text, filed_at, due_at) values ($1, $2, $3, $4, $4::timestamptz + $5 * interval '1 hour')`,
    [claimId, orderId, text.trim(), now, DECIDE_HOURS],
  )
  await tx.query(
    `insert into claim_lines (claim_id, offer_id, kind, quantity, claimed_minor)
     select $1, * from unnest($2::uuid[], $3::"ClaimKind"[], $4::int[], $5::int[])`,
    [
      claimId,
      asked.value.map(({ offerId }) => offerId),
      asked.value.map(({ kind }) => kind),
      asked.value.map(({ quantity }) => quantity),
      asked.value.map(({ claimedMinor }) => claimedMinor),
    ],
  )
  await tx.query(
    'insert into claim_photos (key, claim_id, position) select key, $1, place from unnest($2::text[]) with ordinality as n(key, place)',
    [claimId, photos],
  )
  await auditSql(tx, [
    {
      ...{ actorId: who.userId, actorRole: 'shopper', action: 'claim.file', subjectType: 'claim', subjectId: claimId },
      data: { orderId, lines: asked.value, photos: photos.length },
    },
  ])
  await tellLeader(tx, order, claimId)
  return accept({ isNew: true })
}

type Known = { order_id: string; lines: Claimed[] }

async function knownLines(tx: SqlTx, claimId: string): Promise<Known | undefined> {
  const { rows } = await tx.query<Known>(
    `select c.order_id, (select json_agg(json_build_object('offerId', l.offer_id, 'kind', l.kind, 'quantity', l.quantity))
       from claim_lines l where l.claim_id = c.id) as lines from claims c where c.id = $1`,
    [claimId],
  )
  return rows[0]
}

/** Whether this is what was filed already. */
function isSame(known: Known, { orderId, lines }: { orderId: string; lines: Claimed[] }): boolean {
  const texts = (each: Claimed[]) => each.map(({ offerId, kind, quantity }) => `${offerId} ${kind} ${quantity}`).sort()
  return known.order_id === orderId && texts(known.lines).join() === texts(lines).join()
}

async function lockOwn(tx: SqlTx, who: Shopper, orderId: string): Promise<Row | undefined> {
  const { rows } = await tx.query<Row>(
    `select o.number, order_state(o.state, g.closed_at) as state, o.payment_state, o.collected_at, g.title,
       coalesce((select claim_hours from operator), ${CLAIM_HOURS}) as claim_hours, u.id as leader_id,
       coalesce(u.email, u.phone) as leader_contact, u.locale as leader_locale
     from orders o join group_orders g on g.id = o.group_order_id join leaders l on l.id = g.leader_id
     join users u on u.id = l.user_id where o.id = $1 and o.shopper_id = $2 for update of o`,
    [orderId, who.userId],
  )
  return rows[0]
}

async function tellLeader(tx: SqlTx, order: Row, claimId: string): Promise<void> {
  if (!order.leader_contact) return
  await postMessages(tx, [
    {
      ...{ to: contactOf(order.leader_contact), userId: order.leader_id, template: 'claimFiled' },
      locale: localeOf(order.leader_locale),
      facts: { number: order.number, group: { text: order.title }, url: { path: `/claims/${claimId}` } },
    },
  ])
}
