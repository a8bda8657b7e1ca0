import type { Locale } from '#lib/domain/text.ts'
import { type Both, both } from './both.ts'

export type SeedSupplier = { key: string; name: Both; email: string; phone: string; terms: Both; locale: Locale }

const supplier = (key: string, name: string, phone: string, terms: string, locale: Locale = 'en'): SeedSupplier => ({
  key,
  name: both(name),
  email: `orders@${key}.example.org`,
  phone,
  terms: both(terms),
  locale,
})

export const SUPPLIERS: readonly SeedSupplier[] = [
  supplier(
    'fraser',
    'Fraser Greens Co-op|菲沙绿蔬合作社',
    '+16045550161',
    'Order by Fri 21:00, arrives Sat 06:30|周五 21:00 前下单，周六 06:30 到货',
  ),
  supplier(
    'hillside',
    'Hillside Farm|山坡农场',
    '+16045550162',
    'Order by Fri 20:30, arrives Sat 07:15|周五 20:30 前下单，周六 07:15 到货',
  ),
  supplier(
    'oven',
    'Corner Oven|街角烤炉',
    '+16045550163',
    'Order by 22:00, arrives 09:00 next day|每晚 22:00 前下单，次日 09:00 到货',
  ),
  supplier(
    'okanagan',
    'Okanagan Orchards|奥肯那根果园',
    '+12505550164',
    'Truck on Tuesdays and Fridays, 48 h ahead|每周二、五发车，提前 48 小时下单',
  ),
  supplier(
    'catch',
    'Gulf Islands Catch|海湾群岛渔获',
    '+16045550165',
    'Order by 16:00, landed next morning, on ice|16:00 前下单，次日清晨上岸，带冰运送',
  ),
  supplier(
    'stonecreek',
    'Stone Creek Meats|石溪肉铺',
    '+16045550166',
    'Order by Wed 18:00, arrives Fri 08:00|周三 18:00 前下单，周五 08:00 到货',
  ),
  supplier(
    'yankitchen',
    'Maple Lane Kitchen|枫叶巷厨房',
    '+16045550167',
    'Made to order, 24 h ahead, frozen same day|接单现做，提前 24 小时，当天速冻',
    'zh-CN',
  ),
  supplier(
    'pantry',
    'Pacific Pantry Trading|太平洋粮油贸易',
    '+16045550168',
    'By the pallet, delivered Mondays|整托起订，每周一送货',
  ),
]
