'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { CLAIM_KINDS } from '#lib/domain/claim.ts'
import { MAX_PICTURE_BYTES } from '#lib/infra/picture.ts'
import { shopperGate } from '#lib/queries/gates.ts'
import { fileClaim } from '#lib/usecases/claim/file.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { text } from '#lib/web/schemas.ts'

const picture = z.instanceof(File).refine(({ size }) => size <= MAX_PICTURE_BYTES, 'badPicture')

/** Files a claim; a line of which nothing is chosen was fine. */
export const claim = defineAction({
  schema: z.object({
    claimId: z.uuid(),
    orderId: z.uuid(),
    lines: z.array(
      z.object({ offerId: z.uuid(), kind: z.enum(['', ...CLAIM_KINDS]).default(''), quantity: z.coerce.number() }),
    ),
    text: text(1_000),
    photos: z.preprocess((sent) => (sent === undefined ? [] : Array.isArray(sent) ? sent : [sent]), z.array(picture)),
  }),
  gate: async (userId) => (userId ? shopperGate(userId) : undefined),
  run: async (who, { photos, lines, ...input }) =>
    fileClaim(who, {
      ...input,
      lines: lines.flatMap(({ kind, ...line }) => (kind === '' ? [] : [{ ...line, kind }])),
      photos: await Promise.all(photos.map(async (photo) => Buffer.from(await photo.arrayBuffer()))),
    }),
  explain: (refusal, { lines }) => {
    if (refusal.code !== 'MORE_THAN_COLLECTED') return {}
    const index = lines.findIndex(({ offerId }) => offerId === refusal.offerId)
    return { field: `lines.${index}.quantity`, values: { left: refusal.left } }
  },
  done: ({ claimId }) => redirect(`/claims/${claimId}`),
})
