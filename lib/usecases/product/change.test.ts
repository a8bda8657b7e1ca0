import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { newId, newToken } from '#lib/infra/ids.ts'
import { adminGate } from '#lib/queries/gates.ts'
import { makeProduct } from '#prisma/factories/catalogue.ts'
import { makeAdmin } from '#prisma/factories/people.ts'
import { changeProduct } from './change.ts'

let who: AdminFor<'catalogue'>
beforeAll(async () => {
  const { id } = await makeAdmin(db, ['catalogue'])
  who = (await adminGate(id, 'catalogue')) as AdminFor<'catalogue'>
})

const codeOf = (outcome: Awaited<ReturnType<typeof changeProduct>>) => (outcome.ok ? 'ok' : outcome.refusal.code)
const rowOf = (id: string) => db.product.findUniqueOrThrow({ where: { id } })

describe('changeProduct', () => {
  it('touches what it is told and nothing else', async () => {
    const { id } = await makeProduct(db, { priceMinor: 560, category: 'fruit' })
    const before = await rowOf(id)
    expect(await changeProduct(who, id, { origin: { en: 'Delta' } })).toEqual({ ok: true, value: { productId: id } })
    const { updatedAt: _, ...rest } = before
    expect(await rowOf(id)).toMatchObject({ ...rest, origin: { en: 'Delta' } })
  })

  it('loses nothing of many who change different fields at once', async () => {
    const { id } = await makeProduct(db)
    const sku = `T-${newToken(10)}`
    const changes = [
      { sku },
      { tile: 'sky' },
      { caseSize: 24 },
      { many: true },
      { origin: { en: 'Delta' } },
      { taxBps: 500 },
    ]
    await Promise.all(changes.map((change) => changeProduct(who, id, change)))
    expect(await rowOf(id)).toMatchObject(Object.assign({}, ...changes))
  })

  it('holds its rules against the product as it will be', async () => {
    const { id } = await makeProduct(db, { priceMinor: 560, costMinor: 400 })
    expect(await changeProduct(who, id, { costMinor: 600 })).toEqual({
      ok: false,
      refusal: { code: 'BELOW_COST', field: 'price', priceMinor: 560, costMinor: 600 },
    })
    expect(codeOf(await changeProduct(who, id, { priceMinor: 300 }))).toBe('BELOW_COST')
    expect(codeOf(await changeProduct(who, id, { costMinor: 600, priceMinor: 700 }))).toBe('ok')
    // cost up and price down at once: one of the two comes second and is refused
    const { id: raced } = await makeProduct(db, { priceMinor: 560, costMinor: 100 })
    const answers = await Promise.all([
      changeProduct(who, raced, { costMinor: 400 }),
      changeProduct(who, raced, { priceMinor: 300 }),
    ])
    expect(answers.map(codeOf).sort()).toEqual(['BELOW_COST', 'ok'])
  })

  it('refuses what is gone, taken or in use', async () => {
    const [one, two] = [await makeProduct(db), await makeProduct(db, { onHand: 3 })]
    const { sku } = await rowOf(one.id)
    expect(codeOf(await changeProduct(who, newId(), { many: true }))).toBe('NOT_FOUND')
    expect(codeOf(await changeProduct(who, two.id, { sku }))).toBe('SKU_TAKEN')
    expect(codeOf(await changeProduct(who, two.id, { unit: 'kg' }))).toBe('UNIT_IN_USE')
    expect(codeOf(await changeProduct(who, two.id, { supplierId: newId() }))).toBe('UNKNOWN_SUPPLIER')
  })
})
