import { z } from 'zod'
import { parseMoney } from '#lib/domain/money.ts'
import type { Tier } from '#lib/domain/pricing.ts'
import { env } from '#lib/infra/env.ts'
import type { WantedOffer } from '#lib/usecases/group-order/content.ts'
import { optionalPercent, ticked, whole } from '#lib/web/schemas.ts'

const texts = (maximum: number) =>
  z.object({ en: z.string().max(maximum).default(''), 'zh-CN': z.string().max(maximum).default('') })

/** A field that may be sent once, several times or not at all. */
const list = <T extends z.ZodType>(item: T) =>
  z.preprocess((sent) => (sent === undefined ? [] : Array.isArray(sent) ? sent : [sent]), z.array(item))

const price = z
  .string('required')
  .trim()
  .min(1, 'required')
  .transform((typed, context) => {
    const minor = parseMoney(typed, env.CURRENCY)
    if (minor !== undefined) return minor
    context.addIssue({ code: 'custom', message: 'badMoney' })
    return z.NEVER
  })

/** A number in the product's own unit, or nothing for "no limit". */
const amount = z
  .string()
  .trim()
  .default('')
  .refine((typed) => /^(\d{1,6}([.,]\d)?)?$/.test(typed), 'badAmount')
  .transform((typed) => (typed === '' ? null : Number(typed.replace(',', '.'))))

const tiers = z
  .array(z.object({ from: z.string().trim().default(''), price: z.string().trim().default('') }))
  .max(8)
  .default([])
  .transform((rows, context): Tier[] =>
    rows.flatMap((row, index) => {
      if (row.from === '' && row.price === '') return []
      const fault = (field: string, message: string) =>
        context.addIssue({ code: 'custom', message, path: [index, field] })
      const priceMinor = parseMoney(row.price, env.CURRENCY)
      if (!/^\d{1,6}$/.test(row.from)) fault('from', row.from === '' ? 'required' : 'badNumber')
      if (priceMinor === undefined) fault('price', row.price === '' ? 'required' : 'badMoney')
      return [{ from: Number(row.from), priceMinor: priceMinor ?? 0 }]
    }),
  )

const offer = z.object({
  price,
  cap: amount,
  limit: amount,
  source: z.enum(['presale', 'stock']).default('presale'),
  tierBy: z.enum(['orders', 'quantity']).default('orders'),
  tiers,
})

/** `offers.<productId>.…`: only products that are ticked count, whatever stands in the others' fields. */
const offers = z
  .record(z.string(), z.unknown())
  .default({})
  .transform((all, context): WantedOffer[] =>
    Object.entries(all).flatMap(([productId, sent]) => {
      const isTicked = typeof sent === 'object' && sent !== null && 'on' in sent && sent.on === 'on'
      if (!isTicked || !z.uuid().safeParse(productId).success) return []
      const parsed = offer.safeParse(sent)
      if (!parsed.success) {
        for (const { message, path } of parsed.error.issues) {
          context.addIssue({ code: 'custom', message, path: [productId, ...path] })
        }
        return []
      }
      const { price: priceMinor, limit: limitPerShopper, ...rest } = parsed.data
      return [{ productId, priceMinor, limitPerShopper, ...rest }]
    }),
  )

const version = whole(0, 999_999_999)
const time = z.string('required').trim()

export const groupFields = z.object({
  title: texts(80),
  story: texts(2000),
  opensAt: time.default(''),
  cutoffAt: time.min(1, 'badTime'),
  pickupFrom: time.min(1, 'badTime'),
  pickupUntil: time.min(1, 'badTime'),
  minimumOrders: whole(1, 9999),
  isNoLoss: ticked,
  carrySplitBps: optionalPercent,
  stationIds: list(z.uuid()),
  offers,
  intent: z.enum(['draft', 'open']).default('draft'),
})

export const newGroup = groupFields.extend({ fromId: z.uuid().optional() })
export const draftGroup = groupFields.extend({ groupOrderId: z.string(), version })
export const runningGroup = groupFields
  .pick({ title: true, story: true, carrySplitBps: true, offers: true })
  .extend({ groupOrderId: z.string(), version })
