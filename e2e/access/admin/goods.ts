import { db } from '#lib/db/client.ts'
import { newId } from '#lib/infra/ids.ts'
import { makeProduct } from '#prisma/factories/catalogue.ts'
import { type ActionRow, having, only } from '../table.ts'
import { anotherGroup, type Role, unique } from '../world.ts'

const STOCK: Role[] = ['admin', 'stockAdmin']

/** Only one person has the duties beside `stock`. */
const ADMIN: Role[] = ['admin']

const stockLook = (productId: string) => () => db.stock.findUnique({ where: { productId } })

/** What an admin can send about group orders, goods and suppliers. */
export const ADMIN_GOODS_ACTIONS: ActionRow[] = [
  {
    id: 'admin/group-orders/actions.ts#advance',
    for: STOCK,
    make: async (world) => {
      const { groupOrderId: id } = await anotherGroup(world, { state: 'confirmed', cutoffInMs: -3_600_000 })
      return {
        page: `/admin/group-orders/${id}`,
        form: having('step'),
        typed: { step: 'buy' },
        look: () => db.groupOrder.findUnique({ where: { id }, select: { state: true, boughtAt: true } }),
      }
    },
  },
  {
    id: 'admin/inventory/actions.ts#adjust',
    for: STOCK,
    make: async () => {
      const { id } = await makeProduct(db, { onHand: 10 })
      return {
        page: `/admin/inventory/${id}`,
        form: having('reason', 'quantity'),
        typed: { reason: 'received', quantity: '5' },
        look: stockLook(id),
      }
    },
  },
  {
    id: 'admin/inventory/actions.ts#undo',
    for: STOCK,
    make: async () => {
      const { id } = await makeProduct(db, { onHand: 10 })
      return { page: `/admin/inventory/${id}`, form: only('movementId'), look: stockLook(id) }
    },
  },
  {
    id: 'admin/inventory/actions.ts#shelf',
    for: STOCK,
    make: async () => {
      const { id } = await makeProduct(db, { onHand: 10 })
      return {
        page: `/admin/inventory/${id}`,
        form: having('reorderAt'),
        typed: { place: 'B 12', reorderAt: '3' },
        look: stockLook(id),
      }
    },
  },
  {
    id: 'admin/products/below-cost/actions.ts#permit',
    for: ADMIN,
    make: async () => {
      const { id: productId } = await makeProduct(db, { priceMinor: 560, costMinor: 390 })
      return {
        page: `/admin/products/${productId}`,
        form: having('permissionId', 'lowest'),
        typed: { lowest: '2.00', until: '2099-01-01T12:00' },
        look: () => db.belowCostPermission.count({ where: { productId } }),
      }
    },
  },
  {
    id: 'admin/products/below-cost/actions.ts#revoke',
    for: ADMIN,
    make: async ({ people }) => {
      const { id: productId } = await makeProduct(db, { priceMinor: 560, costMinor: 390 })
      const id = newId()
      const given = { reason: 'fresh', lowestMinor: 200, costMinor: 390, givenBy: people.admin.userId } as const
      const times = { givenAt: new Date(), until: new Date(Date.now() + 86_400_000) }
      await db.belowCostPermission.create({ data: { id, productId, ...given, ...times } })
      return {
        page: `/admin/products/${productId}`,
        form: only('permissionId'),
        look: () => db.belowCostPermission.findUnique({ where: { id } }),
      }
    },
  },
  {
    id: 'admin/products/actions.ts#save',
    for: ADMIN,
    make: async () => {
      const { id } = await makeProduct(db)
      return {
        page: `/admin/products/${id}`,
        form: having('sku'),
        typed: { sku: unique('T-') },
        look: () => db.product.findUnique({ where: { id } }),
      }
    },
  },
  {
    id: 'admin/suppliers/actions.ts#save',
    for: ADMIN,
    make: async () => {
      const name = unique('Farm ')
      return {
        page: '/admin/suppliers/new',
        form: having('phone'),
        typed: { 'name.en': name },
        look: () => db.supplier.count({ where: { name: { path: ['en'], equals: name } } }),
      }
    },
  },
]
