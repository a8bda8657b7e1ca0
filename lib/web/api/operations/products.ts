import { z } from 'zod'
import { ALLERGENS, CATEGORIES, PACK_MEASURES, STORAGES, TILES } from '#lib/domain/catalogue.ts'
import { accept } from '#lib/domain/outcome.ts'
import { pictureUrl } from '#lib/domain/picture.ts'
import { UNITS, type Unit } from '#lib/domain/quantity.ts'
import { MAX_TOLERANCE_BPS } from '#lib/domain/weighing.ts'
import { newToken } from '#lib/infra/ids.ts'
import { type ApiProduct, apiProduct, apiProducts } from '#lib/queries/api-catalogue.ts'
import { apiAdmin, apiReader } from '#lib/queries/gates.ts'
import { changeProduct } from '#lib/usecases/product/change.ts'
import { type ProductFields, saveProduct } from '#lib/usecases/product/save.ts'
import { defineOperation } from '../define.ts'
import { NOT_FOUND } from '../problem.ts'
import {
  amount,
  answers,
  asTextsIfSent,
  id,
  iso,
  listAnswer,
  listOf,
  localText,
  money,
  neededLocalText,
  neededText,
  page,
  sent,
} from '../schemas.ts'

const UNIT_NAMES = Object.keys(UNITS) as [Unit, ...Unit[]]

const needed = {
  name: neededLocalText(80),
  unit: z.enum(UNIT_NAMES),
  price: money(1),
  cost: money(0),
}
const more = {
  sku: neededText(40).optional(),
  supplierId: id.nullable().optional(),
  pack: localText(80).optional(),
  description: localText(600).optional(),
  origin: localText(80).optional(),
  category: z.enum(CATEGORIES).optional(),
  packAmount: z.int().min(1).max(1_000_000).nullable().optional(),
  packMeasure: z.enum(PACK_MEASURES).nullable().optional(),
  caseSize: z.int().min(1).max(1_000_000).optional(),
  taxBps: z.int().min(0).max(10_000).optional(),
  deposit: money(0).optional(),
  toleranceBps: z.int().min(0).max(MAX_TOLERANCE_BPS).optional(),
  shelfLifeDays: z.int().min(1).max(3_650).nullable().optional(),
  storage: z.enum(STORAGES).optional(),
  allergens: z.array(z.enum(ALLERGENS)).max(ALLERGENS.length).optional(),
  tile: z.enum(TILES).optional(),
  many: z.boolean().optional(),
  active: z.boolean().optional(),
}
const body = z.object({ ...needed, ...more })
const patch = body.partial()
type Patch = z.output<typeof patch>

const answer = z.object({
  id: answers.id,
  sku: z.string(),
  supplierId: answers.id.nullable(),
  name: answers.text,
  pack: answers.text,
  description: answers.text,
  origin: answers.text,
  category: z.string(),
  unit: z.enum(UNIT_NAMES),
  packAmount: z.int().nullable(),
  packMeasure: z.string().nullable(),
  price: answers.money,
  cost: answers.money,
  caseSize: z.int(),
  taxBps: z.int(),
  deposit: answers.money,
  toleranceBps: z.int(),
  shelfLifeDays: z.int().nullable(),
  storage: z.string(),
  allergens: z.array(z.string()),
  picture: z.string().nullable(),
  tile: z.string(),
  many: z.boolean(),
  active: z.boolean(),
  createdAt: answers.instant,
  updatedAt: answers.instant,
})
type Answer = z.input<typeof answer>

const show = ({
  priceMinor,
  costMinor,
  depositMinor,
  picture,
  region: _,
  createdAt,
  updatedAt,
  ...row
}: ApiProduct): Answer => ({
  ...row,
  name: row.name as Answer['name'],
  pack: row.pack as Answer['pack'],
  description: row.description as Answer['description'],
  origin: row.origin as Answer['origin'],
  unit: row.unit as Unit,
  price: amount(priceMinor),
  cost: amount(costMinor),
  deposit: amount(depositMinor),
  picture: pictureUrl(picture),
  createdAt: iso(createdAt),
  updatedAt: iso(updatedAt),
})

const tag = 'products'
const readers = ['read', 'catalogue', 'operations', 'orders'] as const

export const listProducts = defineOperation({
  id: 'listProducts',
  tag,
  method: 'GET',
  path: '/products',
  scopes: readers,
  query: page,
  answer: listOf(answer),
  refusals: [],
  run: async ({ key, query }) => accept(listAnswer(await apiProducts(apiReader(key), query), show)),
})

export const getProduct = defineOperation({
  id: 'getProduct',
  tag,
  method: 'GET',
  path: '/products/{id}',
  scopes: readers,
  answer,
  refusals: ['NOT_FOUND'],
  run: async ({ key, params }) => {
    const product = await apiProduct(apiReader(key), params.id)
    return product ? accept({ answer: show(product) }) : NOT_FOUND
  },
})

const REFUSALS = ['BELOW_COST', 'SKU_TAKEN', 'UNKNOWN_SUPPLIER'] as const

export const createProduct = defineOperation({
  id: 'createProduct',
  tag,
  method: 'POST',
  path: '/products',
  scopes: ['catalogue'],
  body,
  answer,
  status: 201,
  once: 'claim',
  refusals: [...REFUSALS, 'BAD_TOLERANCE', 'IDEMPOTENCY_KEY_REUSED'],
  example: {
    name: { en: 'Vine tomatoes', 'zh-CN': '串番茄' },
    unit: 'piece',
    price: amount(560),
    cost: amount(410),
    caseSize: 12,
    origin: { en: 'Delta, BC', 'zh-CN': 'BC 三角洲' },
  },
  run: async ({ key, body: wanted, claim }) => {
    const who = apiAdmin(key, 'catalogue')
    if (!who) return NOT_FOUND
    const saved = await saveProduct(who, { ...DEFAULTS, ...fieldsOf(wanted), sku: wanted.sku ?? newSku() }, claim)
    if (!saved.ok) return saved
    return answered(key, saved.value.productId, saved.value.replayed)
  },
})

export const patchProduct = defineOperation({
  id: 'patchProduct',
  tag,
  method: 'PATCH',
  path: '/products/{id}',
  scopes: ['catalogue'],
  body: patch,
  answer,
  refusals: ['NOT_FOUND', ...REFUSALS, 'UNIT_IN_USE', 'BAD_TOLERANCE'],
  example: { price: amount(520) },
  run: async ({ key, params, body: wanted }) => {
    const who = apiAdmin(key, 'catalogue')
    if (!who) return NOT_FOUND
    const changed = await changeProduct(who, params.id, fieldsOf(wanted))
    if (!changed.ok) return changed
    return answered(key, params.id)
  },
})

async function answered(key: Parameters<typeof apiReader>[0], productId: string, replayed?: boolean) {
  const product = await apiProduct(apiReader(key), productId)
  if (!product) return NOT_FOUND
  return accept({ answer: show(product), location: `/products/${productId}`, ...(replayed && { replayed }) })
}

const newSku = (): string => `P-${newToken(8).toUpperCase()}`

const DEFAULTS = {
  supplierId: null,
  pack: {},
  description: {},
  origin: {},
  category: 'other',
  packAmount: null,
  packMeasure: null,
  caseSize: 1,
  taxBps: 0,
  depositMinor: 0,
  toleranceBps: 0,
  shelfLifeDays: null,
  storage: 'ambient',
  allergens: [],
  tile: 'stone',
  many: false,
  active: true,
} satisfies Partial<ProductFields>

/** What was sent, as the house names it. */
function fieldsOf<T extends Patch>({ price, cost, deposit, name, pack, description, origin, allergens, ...rest }: T) {
  return sent({
    ...rest,
    name: asTextsIfSent(name),
    pack: asTextsIfSent(pack),
    description: asTextsIfSent(description),
    origin: asTextsIfSent(origin),
    allergens: allergens && [...new Set(allergens)],
    priceMinor: price?.amount,
    costMinor: cost?.amount,
    depositMinor: deposit?.amount,
  }) as Partial<ProductFields> &
    (T extends z.output<typeof body> ? Pick<ProductFields, 'name' | 'unit' | 'priceMinor' | 'costMinor'> : unknown)
}
