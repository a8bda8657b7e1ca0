'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { ALLERGENS, CATEGORIES, PACK_MEASURES, STORAGES, TILES } from '#lib/domain/catalogue.ts'
import { formatAmount } from '#lib/domain/money.ts'
import { UNITS, type Unit } from '#lib/domain/quantity.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { MAX_PICTURE_BYTES } from '#lib/infra/picture.ts'
import { saveProduct } from '#lib/usecases/product/save.ts'
import { defineAction } from '#lib/web/define-action.ts'
import {
  money,
  neededText,
  neededTexts,
  optionalId,
  optionalMoney,
  optionalWhole,
  percent,
  texts,
  ticked,
  tickedOf,
  whole,
} from '#lib/web/schemas.ts'
import { dutyGate } from '../gate.ts'

const schema = z
  .object({
    productId: optionalId,
    sku: neededText(40),
    supplierId: z.union([z.literal(''), z.uuid()]).default(''),
    name: neededTexts(80),
    pack: texts(80),
    description: texts(600),
    origin: texts(80),
    category: z.enum(CATEGORIES),
    unit: z.enum(Object.keys(UNITS) as [Unit, ...Unit[]]),
    packAmount: optionalWhole(1, 1_000_000),
    packMeasure: z.enum(PACK_MEASURES),
    price: money,
    cost: money,
    caseSize: whole(1, 1_000_000),
    tax: percent,
    deposit: optionalMoney,
    tolerance: percent,
    shelfLifeDays: optionalWhole(1, 3_650),
    storage: z.enum(STORAGES),
    allergens: tickedOf(ALLERGENS),
    tile: z.enum(TILES),
    many: ticked,
    active: ticked,
    picture: z
      .instanceof(File)
      .refine(({ size }) => size <= MAX_PICTURE_BYTES, 'badPicture')
      .optional(),
    removePicture: ticked,
  })
  .transform(({ price, cost, tax, deposit, tolerance, supplierId, packAmount, packMeasure, ...rest }) => ({
    ...rest,
    supplierId: supplierId || null,
    packAmount,
    packMeasure: packAmount === null ? null : packMeasure,
    priceMinor: price,
    costMinor: cost,
    taxBps: tax,
    depositMinor: deposit ?? 0,
    toleranceBps: tolerance,
  }))

export const save = defineAction({
  schema,
  gate: dutyGate('catalogue'),
  run: async (who: AdminFor<'catalogue'>, { picture, ...input }) =>
    saveProduct(who, { ...input, picture: picture && Buffer.from(await picture.arrayBuffer()) }),
  explain: (refusal, _input, locale) =>
    refusal.code === 'BELOW_COST'
      ? {
          values: {
            price: formatAmount(refusal.priceMinor, env.CURRENCY, locale),
            cost: formatAmount(refusal.costMinor, env.CURRENCY, locale),
          },
        }
      : {},
  done: ({ productId }) => redirect(`/admin/products/${productId}?saved=1`),
})
