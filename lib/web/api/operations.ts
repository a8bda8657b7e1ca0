import type { Operation } from './define.ts'
import * as steps from './operations/group-order-steps.ts'
import * as groupOrders from './operations/group-orders.ts'
import * as lists from './operations/lists.ts'
import * as orders from './operations/orders.ts'
import { placeOrder } from './operations/place-order.ts'
import * as products from './operations/products.ts'
import * as stations from './operations/stations.ts'
import * as stock from './operations/stock.ts'
import * as suppliers from './operations/suppliers.ts'

const { getOrder, listOrders, findOrder, amendOrder, cancelOrder, collectOrder } = orders
const { listGroupOrders, createGroupOrderOperation, getGroupOrder, patchGroupOrder } = groupOrders

/** Every operation there is, in the order of the reference. */
export const OPERATIONS: readonly Operation[] = [
  products.listProducts,
  products.createProduct,
  products.getProduct,
  products.patchProduct,
  stock.listStock,
  stock.listMovements,
  stock.moveStock,
  suppliers.listSuppliers,
  suppliers.createSupplier,
  suppliers.getSupplier,
  stations.listStations,
  stations.createStation,
  stations.getStation,
  stations.patchStation,
  listGroupOrders,
  createGroupOrderOperation,
  getGroupOrder,
  patchGroupOrder,
  steps.publishDraft,
  steps.extend,
  steps.move,
  steps.cancel,
  steps.closeEarly,
  steps.advance,
  steps.arrive,
  placeOrder,
  listOrders,
  findOrder,
  getOrder,
  amendOrder,
  cancelOrder,
  lists.getPurchaseList,
  lists.getPickLists,
  collectOrder,
]
