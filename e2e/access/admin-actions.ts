import { ADMIN_BUYING_ACTIONS } from './admin/buying.ts'
import { ADMIN_GOODS_ACTIONS } from './admin/goods.ts'
import { ADMIN_MONEY_ACTIONS } from './admin/money.ts'
import { ADMIN_PEOPLE_ACTIONS } from './admin/people.ts'

/** What an admin can send. */
export const ADMIN_ACTIONS = [
  ...ADMIN_BUYING_ACTIONS,
  ...ADMIN_GOODS_ACTIONS,
  ...ADMIN_MONEY_ACTIONS,
  ...ADMIN_PEOPLE_ACTIONS,
]
