import type { Locale } from '#lib/domain/text.ts'
import enAdmin from '../messages/en/admin.json' with { type: 'json' }
import enApi from '../messages/en/api.json' with { type: 'json' }
import enBuying from '../messages/en/buying.json' with { type: 'json' }
import enClaims from '../messages/en/claims.json' with { type: 'json' }
import enCommon from '../messages/en/common.json' with { type: 'json' }
import enEarnings from '../messages/en/earnings.json' with { type: 'json' }
import enErrors from '../messages/en/errors.json' with { type: 'json' }
import enInvoices from '../messages/en/invoices.json' with { type: 'json' }
import enLeader from '../messages/en/leader.json' with { type: 'json' }
import enMail from '../messages/en/mail.json' with { type: 'json' }
import enPrint from '../messages/en/print.json' with { type: 'json' }
import enShop from '../messages/en/shop.json' with { type: 'json' }
import enStation from '../messages/en/station.json' with { type: 'json' }
import zhAdmin from '../messages/zh-CN/admin.json' with { type: 'json' }
import zhApi from '../messages/zh-CN/api.json' with { type: 'json' }
import zhBuying from '../messages/zh-CN/buying.json' with { type: 'json' }
import zhClaims from '../messages/zh-CN/claims.json' with { type: 'json' }
import zhCommon from '../messages/zh-CN/common.json' with { type: 'json' }
import zhEarnings from '../messages/zh-CN/earnings.json' with { type: 'json' }
import zhErrors from '../messages/zh-CN/errors.json' with { type: 'json' }
import zhInvoices from '../messages/zh-CN/invoices.json' with { type: 'json' }
import zhLeader from '../messages/zh-CN/leader.json' with { type: 'json' }
import zhMail from '../messages/zh-CN/mail.json' with { type: 'json' }
import zhPrint from '../messages/zh-CN/print.json' with { type: 'json' }
import zhShop from '../messages/zh-CN/shop.json' with { type: 'json' }
import zhStation from '../messages/zh-CN/station.json' with { type: 'json' }

const en = {
  admin: enAdmin,
  api: enApi,
  claims: enClaims,
  buying: enBuying,
  common: enCommon,
  earnings: enEarnings,
  errors: enErrors,
  invoices: enInvoices,
  leader: enLeader,
  mail: enMail,
  print: enPrint,
  shop: enShop,
  station: enStation,
}
const zh: typeof en = {
  admin: zhAdmin,
  api: zhApi,
  claims: zhClaims,
  buying: zhBuying,
  common: zhCommon,
  earnings: zhEarnings,
  errors: zhErrors,
  invoices: zhInvoices,
  leader: zhLeader,
  mail: zhMail,
  print: zhPrint,
  shop: zhShop,
  station: zhStation,
}

export type Messages = typeof en

/** All texts of one language; the type checker sees to it that Chinese has every key that English has. */
export const messagesOf = (locale: Locale): Messages => (locale === 'zh-CN' ? zh : en)
