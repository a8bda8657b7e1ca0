import type { Tx } from '#lib/db/transaction.ts'
import { env } from '#lib/infra/env.ts'
import { newToken } from '#lib/infra/ids.ts'

type Names = { en?: string; 'zh-CN'?: string }

export type NewStation = { name?: Names; timeZone?: string; capacity?: number; active?: boolean }

/** Makes a station in the instance's time zone. */
export async function makeStation(db: Tx, facts: NewStation = {}): Promise<{ id: string }> {
  return db.station.create({
    data: {
      name: facts.name ?? { en: 'Blue Door Station', 'zh-CN': '蓝门自提点' },
      address: { en: '12 Maple Lane', 'zh-CN': '枫叶巷 12 号' },
      timeZone: facts.timeZone ?? env.TIME_ZONE,
      capacity: facts.capacity ?? null,
      active: facts.active ?? true,
      region: env.REGION,
    },
    select: { id: true },
  })
}

/** Makes a supplier. */
export async function makeSupplier(db: Tx, facts: { name?: Names } = {}): Promise<{ id: string }> {
  const name = facts.name ?? { en: 'Fraser Valley Growers', 'zh-CN': '菲沙河谷农场' }
  return db.supplier.create({ data: { name, region: env.REGION }, select: { id: true } })
}

export type NewProduct = {
  name?: Names
  category?: string
  unit?: 'piece' | 'kg' | 'jin' | 'lb'
  /** Minor units per piece, or per kg, jin or lb. */
  priceMinor?: number
  costMinor?: number
  taxBps?: number
  depositMinor?: number
  toleranceBps?: number
  caseSize?: number
  supplierId?: string
  active?: boolean
  /** Pieces or grams in store; left out, the product has no stock row. */
  onHand?: number
}

/** Makes a product and, where `onHand` is told, its stock with the movement that explains it. */
export async function makeProduct(db: Tx, facts: NewProduct = {}): Promise<{ id: string }> {
  const { name, priceMinor = 560, costMinor = Math.round(priceMinor * 0.7), onHand, ...rest } = facts
  const product = await db.product.create({
    data: {
      ...rest,
      name: name ?? { en: 'Vine tomatoes', 'zh-CN': '串番茄' },
      pack: { en: '1 kg bag', 'zh-CN': '1 千克袋装' },
      sku: `T-${newToken(10)}`,
      priceMinor,
      costMinor,
      region: env.REGION,
    },
    select: { id: true },
  })
  if (onHand !== undefined) {
    await db.stock.create({ data: { productId: product.id, onHand } })
    if (onHand > 0) {
      const movement = { productId: product.id, quantity: onHand, reason: 'received', onHandAfter: onHand }
      await db.stockMovement.create({ data: movement })
    }
  }
  return product
}
