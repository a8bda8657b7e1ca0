import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { readPicture } from '#lib/infra/picture.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { makeProduct, makeSupplier } from '#prisma/factories/catalogue.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeAdmin } from '#prisma/factories/people.ts'
import { saveSupplier } from '../supplier/save.ts'
import { changeProduct } from './change.ts'
import { type ProductInput, saveProduct } from './save.ts'

const buyer = async () => {
  const { id } = await makeAdmin(db, ['catalogue'])
  return (await adminGate(id, 'catalogue')) as AdminFor<'catalogue'>
}
let count = 0
const product = (more: Partial<ProductInput> = {}): ProductInput => ({
  sku: `SKU-${++count}`,
  supplierId: null,
  name: { en: 'Vine tomatoes', 'zh-CN': '带枝番茄' },
  pack: { en: '1 kg bag', 'zh-CN': '1 公斤/袋' },
  description: {},
  origin: {},
  category: 'vegetables',
  unit: 'piece',
  packAmount: 1000,
  packMeasure: 'g',
  priceMinor: 560,
  costMinor: 390,
  caseSize: 8,
  taxBps: 0,
  depositMinor: 0,
  toleranceBps: 0,
  shelfLifeDays: 7,
  storage: 'ambient',
  allergens: [],
  tile: 'red',
  many: false,
  active: true,
  ...more,
})
const photo = () => sharp({ create: { width: 900, height: 600, channels: 3, background: '#c7351d' } })
const refusalOf = (answer: { ok: boolean; refusal?: unknown }) => ('refusal' in answer ? answer.refusal : undefined)

test('a product is made and changed, and both are told in the trail', async () => {
  const who = await buyer()
  const { id: supplierId } = await makeSupplier(db)
  const made = await saveProduct(who, product({ supplierId }))
  if (!made.ok) throw new Error(made.refusal.code)
  const { productId } = made.value
  expect(await saveProduct(who, product({ productId, priceMinor: 590 }))).toEqual(made)
  expect(await db.product.findUnique({ where: { id: productId } })).toMatchObject({ priceMinor: 590, supplierId: null })
  const trail = await db.auditEntry.findMany({ where: { subjectId: productId }, orderBy: { at: 'asc' } })
  expect(trail.map(({ action }) => action)).toEqual(['product.create', 'product.change'])
  expect(trail[1]?.data).toMatchObject({ priceMinor: [560, 590] })
})

test('each refusal names its field', async () => {
  const who = await buyer()
  const first = product()
  await saveProduct(who, first)
  const refused = async (input: ProductInput) => refusalOf(await saveProduct(who, input))
  expect(await refused(product({ sku: first.sku }))).toEqual({ code: 'SKU_TAKEN', field: 'sku' })
  const below = { code: 'BELOW_COST', field: 'price', priceMinor: 380, costMinor: 390 }
  expect(await refused(product({ priceMinor: 380 }))).toEqual(below)
  expect(await refused(product({ priceMinor: 0, costMinor: 0 }))).toEqual({ code: 'BAD_PRICE', field: 'price' })
  expect(await refused(product({ priceMinor: 10_000_001 }))).toEqual({ code: 'BAD_PRICE', field: 'price' })
  const unknown = { code: 'UNKNOWN_SUPPLIER', field: 'supplierId' }
  expect(await refused(product({ supplierId: newId() }))).toEqual(unknown)
  expect(await refused(product({ productId: newId() }))).toEqual({ code: 'NOT_FOUND' })
})

test('two who take one code at the same moment: one gets it', async () => {
  const who = await buyer()
  const input = product()
  const answers = await Promise.all([1, 2, 3].map(() => saveProduct(who, input)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
})

test('the unit of what was offered or moved stays; an unused one may change', async () => {
  const who = await buyer()
  const group = await makeOpenGroup(db)
  const { id: moved } = await makeProduct(db, { onHand: 3 })
  const { id: unused } = await makeProduct(db)
  const inUse = { code: 'UNIT_IN_USE', field: 'unit' }
  for (const productId of [group.offers[0]?.productId, moved]) {
    expect(refusalOf(await saveProduct(who, product({ productId, unit: 'kg' })))).toEqual(inUse)
  }
  expect(await saveProduct(who, product({ productId: unused, unit: 'kg' }))).toMatchObject({ ok: true })
})

test('a tolerance is for what is sold by weight, and no wider than is usual', async () => {
  const who = await buyer()
  const bad = { code: 'BAD_TOLERANCE', field: 'tolerance' }
  expect(refusalOf(await saveProduct(who, product({ toleranceBps: 500 })))).toEqual(bad)
  for (const toleranceBps of [-1, 0.5, 3_001])
    expect(refusalOf(await saveProduct(who, product({ unit: 'kg', toleranceBps })))).toEqual(bad)
  const made = await saveProduct(who, product({ unit: 'jin', toleranceBps: 3_000 }))
  if (!made.ok) throw new Error(made.refusal.code)
  const { productId } = made.value
  const trail = await db.auditEntry.findFirstOrThrow({ where: { subjectId: productId } })
  expect(trail.data).toMatchObject({ toleranceBps: [null, 3_000] })
  // the unit and the tolerance are looked at together, also when one of them alone is sent
  expect(await changeProduct(who, productId, { unit: 'piece' })).toMatchObject({ ok: false, refusal: bad })
  expect(await changeProduct(who, productId, { unit: 'piece', toleranceBps: 0 })).toMatchObject({ ok: true })
})

test('a photo is drawn again in two sizes, upright and without EXIF', async () => {
  const who = await buyer()
  const exif = { IFD0: { Copyright: 'secret place' }, IFD3: { GPSLatitude: '49/1 15/1 0/1' } }
  const picture = await photo().withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  expect((await sharp(picture).metadata()).exif).toBeDefined()
  const made = await saveProduct(who, product({ picture }))
  if (!made.ok) throw new Error(made.refusal.code)
  const { productId } = made.value
  const { picture: key } = await db.product.findUniqueOrThrow({ where: { id: productId } })
  expect(key).toMatch(/^[a-z0-9]{26}$/)
  for (const [size, height] of [
    [256, 256],
    [640, 640],
  ] as const) {
    const bytes = await readPicture(`${key}-${size}.webp`)
    const { format, exif: left, ...drawn } = await sharp(bytes).metadata()
    expect({ format, left, height: drawn.height }).toEqual({ format: 'webp', left: undefined, height })
    expect(drawn.width).toBeLessThan(drawn.height)
  }
  await saveProduct(who, product({ productId, removePicture: true }))
  expect(await db.product.findUnique({ where: { id: productId } })).toMatchObject({ picture: null })
})

test('what is no picture, lies about itself or is a bomb is refused', async () => {
  const who = await buyer()
  const refused = async (picture: Buffer) => refusalOf(await saveProduct(who, product({ picture })))
  const bad = { code: 'BAD_PICTURE', field: 'picture' }
  const large = { code: 'PICTURE_TOO_LARGE', field: 'picture' }
  const png = await photo().png().toBuffer()
  expect(await refused(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'))).toEqual(
    bad,
  )
  expect(await refused(await photo().gif().toBuffer())).toEqual(bad)
  expect(await refused(Buffer.from('<?php echo 1; ?>'))).toEqual(bad)
  expect(await refused(Buffer.concat([png.subarray(0, 8), Buffer.from('not a picture after all')]))).toEqual(bad)
  expect(await refused(png.subarray(0, 400))).toEqual(bad)
  expect(await refused(Buffer.concat([png, Buffer.alloc(5 * 1024 * 1024)]))).toEqual(large)
  const bomb = await sharp({ create: { width: 8000, height: 5001, channels: 3, background: 'white' } })
    .png()
    .toBuffer()
  expect(bomb.length).toBeLessThan(500_000)
  expect(await refused(bomb)).toEqual(large)
})

test('a product that is refused leaves no picture behind', async () => {
  const who = await buyer()
  const { readdir } = await import('node:fs/promises')
  const folder = resolve(env.DATA_DIR, 'uploads')
  const files = async () => ((await access(folder).catch(() => 'none')) === 'none' ? [] : readdir(folder))
  const before = await files()
  const picture = await photo().png().toBuffer()
  expect(refusalOf(await saveProduct(who, product({ picture, supplierId: newId() })))).toMatchObject({
    code: 'UNKNOWN_SUPPLIER',
  })
  expect(await files()).toEqual(before)
})

test('only our own files are read', async () => {
  for (const file of ['../secret', 'a/b.webp', `${'a'.repeat(26)}-256.webp`, '.env', `${'a'.repeat(26)}-512.webp`]) {
    expect(await readPicture(file)).toBeUndefined()
  }
})

test('suppliers are made and changed; an unknown one is refused', async () => {
  const who = await buyer()
  const input = { name: { en: 'Corner Oven', 'zh-CN': '街角烘焙' }, email: '', phone: '', terms: {}, active: true }
  const made = await saveSupplier(who, input)
  if (!made.ok) throw new Error('refused')
  const { supplierId } = made.value
  expect(await saveSupplier(who, { ...input, supplierId, active: false })).toEqual(made)
  expect(await db.supplier.findUnique({ where: { id: supplierId } })).toMatchObject({ active: false })
  const unknown = await saveSupplier(who, { ...input, supplierId: newId() })
  expect(unknown).toEqual({ ok: false, refusal: { code: 'NOT_FOUND' } })
  expect(await db.auditEntry.count({ where: { subjectId: supplierId } })).toBe(2)
})
