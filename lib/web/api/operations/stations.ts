import { z } from 'zod'
import { accept } from '#lib/domain/outcome.ts'
import { SHELF_COLOURS } from '#lib/domain/shelf-label.ts'
import { env } from '#lib/infra/env.ts'
import { type ApiStation, apiStation, apiStations } from '#lib/queries/api-catalogue.ts'
import { apiAdmin, apiReader } from '#lib/queries/gates.ts'
import { changeStation } from '#lib/usecases/station/change.ts'
import { saveStation } from '#lib/usecases/station/save.ts'
import { defineOperation } from '../define.ts'
import { NOT_FOUND } from '../problem.ts'
import {
  answers,
  asTexts,
  asTextsIfSent,
  iso,
  listAnswer,
  listOf,
  localText,
  neededLocalText,
  neededText,
  page,
  sent,
} from '../schemas.ts'

const body = z.object({
  name: neededLocalText(80),
  address: neededLocalText(160),
  hours: localText(160).optional(),
  note: localText(300).optional(),
  door: z.enum(SHELF_COLOURS).optional(),
  timeZone: neededText(60).optional(),
  region: neededText(40).optional(),
  capacity: z.int().min(1).max(1_000_000).nullable().optional(),
  active: z.boolean().optional(),
})
const patch = body.omit({ region: true }).partial()

const answer = z.object({
  id: answers.id,
  name: answers.text,
  address: answers.text,
  hours: answers.text,
  note: answers.text,
  door: z.string(),
  timeZone: z.string(),
  region: z.string(),
  capacity: z.int().nullable(),
  active: z.boolean(),
  createdAt: answers.instant,
})
type Answer = z.input<typeof answer>

const show = ({ createdAt, ...row }: ApiStation): Answer => ({
  ...row,
  name: row.name as Answer['name'],
  address: row.address as Answer['address'],
  hours: row.hours as Answer['hours'],
  note: row.note as Answer['note'],
  createdAt: iso(createdAt),
})

const tag = 'stations'
const readers = ['read', 'catalogue', 'operations', 'orders'] as const

export const listStations = defineOperation({
  id: 'listStations',
  tag,
  method: 'GET',
  path: '/stations',
  scopes: readers,
  query: page,
  answer: listOf(answer),
  refusals: [],
  run: async ({ key, query }) => accept(listAnswer(await apiStations(apiReader(key), query), show)),
})

export const getStation = defineOperation({
  id: 'getStation',
  tag,
  method: 'GET',
  path: '/stations/{id}',
  scopes: readers,
  answer,
  refusals: ['NOT_FOUND'],
  run: async ({ key, params }) => {
    const station = await apiStation(apiReader(key), params.id)
    return station ? accept({ answer: show(station) }) : NOT_FOUND
  },
})

const example = {
  name: { en: 'Blue Door Station', 'zh-CN': '蓝门自提点' },
  address: { en: '12 Maple Lane', 'zh-CN': '枫叶巷 12 号' },
  hours: { en: 'Daily 9:00 to 20:00', 'zh-CN': '每天 9:00–20:00' },
  capacity: 80,
}

export const createStation = defineOperation({
  id: 'createStation',
  tag,
  method: 'POST',
  path: '/stations',
  scopes: ['catalogue'],
  body,
  answer,
  status: 201,
  once: 'claim',
  refusals: ['BAD_TIME_ZONE', 'IDEMPOTENCY_KEY_REUSED'],
  example,
  run: async ({ key, body: { name, address, hours = {}, note = {}, ...rest }, claim }) => {
    const who = apiAdmin(key, 'people')
    if (!who) return NOT_FOUND
    const { door = 'blue', timeZone = env.TIME_ZONE, capacity = null, active = true, region = env.REGION } = rest
    const texts = { name: asTexts(name), address: asTexts(address), hours: asTexts(hours), note: asTexts(note) }
    const saved = await saveStation(who, { ...texts, door, timeZone, capacity, active, region }, claim)
    if (!saved.ok) return saved
    return answered(key, saved.value.stationId, saved.value.replayed)
  },
})

export const patchStation = defineOperation({
  id: 'patchStation',
  tag,
  method: 'PATCH',
  path: '/stations/{id}',
  scopes: ['catalogue'],
  body: patch,
  answer,
  refusals: ['NOT_FOUND', 'BAD_TIME_ZONE'],
  example: { capacity: 120 },
  run: async ({ key, params, body: { name, address, hours, note, ...rest } }) => {
    const who = apiAdmin(key, 'people')
    if (!who) return NOT_FOUND
    const texts = {
      name: asTextsIfSent(name),
      address: asTextsIfSent(address),
      hours: asTextsIfSent(hours),
      note: asTextsIfSent(note),
    }
    const changed = await changeStation(who, params.id, sent({ ...rest, ...texts }))
    if (!changed.ok) return changed
    return answered(key, params.id)
  },
})

async function answered(key: Parameters<typeof apiReader>[0], stationId: string, replayed?: boolean) {
  const station = await apiStation(apiReader(key), stationId)
  if (!station) return NOT_FOUND
  return accept({ answer: show(station), location: `/stations/${stationId}`, ...(replayed && { replayed }) })
}
