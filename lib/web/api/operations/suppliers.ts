import { z } from 'zod'
import { accept } from '#lib/domain/outcome.ts'
import { type ApiSupplier, apiSupplier, apiSuppliers } from '#lib/queries/api-catalogue.ts'
import { apiAdmin, apiReader } from '#lib/queries/gates.ts'
import { saveSupplier } from '#lib/usecases/supplier/save.ts'
import { defineOperation } from '../define.ts'
import { NOT_FOUND } from '../problem.ts'
import { answers, asTexts, iso, listAnswer, listOf, localText, neededLocalText, page, text } from '../schemas.ts'

const body = z.object({
  name: neededLocalText(80),
  email: z.email().max(254).optional(),
  phone: text(40).optional(),
  terms: localText(300).optional(),
  active: z.boolean().optional(),
})

const answer = z.object({
  id: answers.id,
  name: answers.text,
  email: z.string(),
  phone: z.string(),
  terms: answers.text,
  active: z.boolean(),
  createdAt: answers.instant,
})
type Answer = z.input<typeof answer>

const show = ({ id, name, email, phone, terms, active, createdAt }: ApiSupplier): Answer => ({
  id,
  name: name as Answer['name'],
  email,
  phone,
  terms: terms as Answer['terms'],
  active,
  createdAt: iso(createdAt),
})

const tag = 'suppliers'
const readers = ['read', 'catalogue'] as const

export const listSuppliers = defineOperation({
  id: 'listSuppliers',
  tag,
  method: 'GET',
  path: '/suppliers',
  scopes: readers,
  query: page,
  answer: listOf(answer),
  refusals: [],
  run: async ({ key, query }) => accept(listAnswer(await apiSuppliers(apiReader(key), query), show)),
})

export const getSupplier = defineOperation({
  id: 'getSupplier',
  tag,
  method: 'GET',
  path: '/suppliers/{id}',
  scopes: readers,
  answer,
  refusals: ['NOT_FOUND'],
  run: async ({ key, params }) => {
    const supplier = await apiSupplier(apiReader(key), params.id)
    return supplier ? accept({ answer: show(supplier) }) : NOT_FOUND
  },
})

export const createSupplier = defineOperation({
  id: 'createSupplier',
  tag,
  method: 'POST',
  path: '/suppliers',
  scopes: ['catalogue'],
  body,
  answer,
  status: 201,
  once: 'claim',
  refusals: ['IDEMPOTENCY_KEY_REUSED'],
  example: { name: { en: 'Fraser Valley Growers', 'zh-CN': '菲沙河谷农场' }, email: 'orders@growers.example.org' },
  run: async ({ key, body: { name, email = '', phone = '', terms = {}, active = true }, claim }) => {
    const who = apiAdmin(key, 'catalogue')
    if (!who) return NOT_FOUND
    const fields = { name: asTexts(name), email, phone, terms: asTexts(terms), active }
    const saved = await saveSupplier(who, fields, claim)
    if (!saved.ok) return saved
    const { supplierId, replayed } = saved.value
    const supplier = await apiSupplier(apiReader(key), supplierId)
    if (!supplier) return NOT_FOUND
    return accept({ answer: show(supplier), location: `/suppliers/${supplierId}`, ...(replayed && { replayed }) })
  },
})
