import { type SeedProduct, shelfOf, store } from './product.ts'

const kitchen = shelfOf('yankitchen', 'prepared')
const pantry = shelfOf('pantry', 'pantry')
const drink = shelfOf('pantry', 'drinks')
const LANE = 'Made on Maple Lane|枫叶巷手作'

/** What keeps: the pantry, the freezer and drinks. */
export const PANTRY: readonly SeedProduct[] = [
  kitchen('DP-30', 'Pork and cabbage dumplings|白菜猪肉水饺', '30 pieces, frozen|30 只，速冻', LANE, '1f95f', 'wheat', { price: 1400, cost: 1020, case: 1, pieces: 30, days: 90, storage: 'frozen', allergens: ['gluten', 'soy', 'sesame'], many: true, about: 'Folded by hand this morning, frozen by noon.|当天早上手工包，中午前速冻。' }),
  kitchen('DV-30', 'Leek and egg dumplings|韭菜鸡蛋水饺', '30 pieces, frozen|30 只，速冻', LANE, '1f95f', 'green', { price: 1250, cost: 900, case: 1, pieces: 30, days: 90, storage: 'frozen', allergens: ['gluten', 'egg', 'soy', 'sesame'] }),
  kitchen('DS-20', 'Prawn wontons|鲜虾云吞', '20 pieces, frozen|20 只，速冻', LANE, '1f364', 'orange', { price: 1590, cost: 1180, case: 1, pieces: 20, days: 60, storage: 'frozen', allergens: ['gluten', 'crustaceans', 'egg', 'soy'] }),
  kitchen('CR-1', 'Chickpea curry|鹰嘴豆咖喱', '800 g, serves 2|800 克，2 人份', LANE, '1f35b', 'gold', { price: 1190, cost: 830, case: 1, g: 800, days: 4, storage: 'chilled', allergens: ['mustard'] }),
  kitchen('ST-1', 'Winter hotpot|冬日砂锅', '1 kg, serves 3|1 公斤，3 人份', LANE, '1f372', 'red', { price: 1690, cost: 1220, case: 1, g: 1000, days: 4, storage: 'chilled', allergens: ['soy', 'celery'] }),
  kitchen('RB-6', 'Rice balls|饭团', '6 pieces, salmon|6 个，三文鱼', LANE, '1f359', 'stone', { price: 1080, cost: 760, case: 1, pieces: 6, days: 2, storage: 'chilled', allergens: ['fish', 'soy', 'sesame'] }),
  kitchen('MC-4', 'Mooncakes|月饼', 'Box of 4, lotus seed|4 个/盒，莲蓉', LANE, '1f96e', 'gold', { price: 2200, cost: 1560, case: 1, pieces: 4, days: 45, allergens: ['gluten', 'egg', 'nuts'] }),
  kitchen('SD-9', 'Festive sweet dango|节日糯米团', '9 pieces|9 个', LANE, '1f361', 'berry', { price: 890, cost: 620, case: 1, pieces: 9, days: 3, storage: 'chilled' }),
  pantry('HN-500', 'Orchard honey|果园蜂蜜', '500 g jar|500 克/罐', 'Okanagan|奥肯那根', '1f36f', 'gold', { price: 900, cost: 680, case: 12, g: 500, days: 720, stock: store('Blue Door', 62, 10) }),
  pantry('RI-5K', 'Short-grain rice|珍珠米', '5 kg|5 公斤', 'California|加州', '1f35a', 'stone', { price: 1750, cost: 1340, case: 4, g: 5000, days: 365, stock: store('Cold store', 73, 20) }),
  pantry('SP-1K', 'Durum spaghetti|硬麦意面', '1 kg|1 公斤', 'Saskatchewan|萨斯喀彻温', '1f35d', 'wheat', { price: 420, cost: 290, case: 12, g: 1000, days: 720, allergens: ['gluten'], stock: store('Cold store', 40, 12) }),
  pantry('PB-500', 'Roasted peanuts|炒花生', '500 g|500 克', 'Ontario|安大略', '1f95c', 'wheat', { price: 580, cost: 400, case: 12, g: 500, days: 180, allergens: ['peanut'], stock: store('Blue Door', 24, 8) }),
  pantry('OL-400', 'Olives in brine|盐渍橄榄', '400 g jar|400 克/罐', 'Greece|希腊', '1fad2', 'green', { price: 690, cost: 490, case: 12, g: 400, days: 540, stock: store('Blue Door', 18, 6) }),
  pantry('TM-6', 'Chopped tomatoes|番茄碎罐头', '6 × 400 g|6 × 400 克', 'Italy|意大利', '1f96b', 'red', { price: 990, cost: 720, case: 4, g: 2400, days: 900, stock: store('Cold store', 26, 8) }),
  pantry('SL-1K', 'Sea salt|海盐', '1 kg|1 公斤', 'Vancouver Island|温哥华岛', '1f9c2', 'stone', { price: 540, cost: 360, case: 12, g: 1000, stock: store('Blue Door', 30, 8) }),
  pantry('CO-2', 'Coconuts|椰子', '2 pieces|2 个', 'Thailand|泰国', '1f965', 'wheat', { price: 760, cost: 560, case: 10, pieces: 2, days: 30 }),
  pantry('CC-200', 'Dark chocolate|黑巧克力', '200 g, 70 %|200 克，70%', 'Victoria|维多利亚', '1f36b', 'berry', { price: 820, cost: 580, case: 10, g: 200, days: 360, allergens: ['milk', 'soy', 'nuts'], tax: 500, stock: store('Blue Door', 20, 6) }),
  pantry('JM-300', 'Plum jam|李子果酱', '300 g jar|300 克/罐', 'Creston|克雷斯顿', '1fad9', 'berry', { price: 720, cost: 500, case: 12, g: 300, days: 540, stock: store('Blue Door', 16, 6) }),
  pantry('PK-600', 'Popcorn kernels|爆米花玉米', '600 g|600 克', 'Chilliwack|奇利瓦克', '1f37f', 'gold', { price: 450, cost: 305, case: 12, g: 600, days: 360 }),
  drink('AJ-1L', 'Cloudy apple juice|原榨苹果汁', '1 L|1 升', 'Summerland|萨默兰', '1f9c3', 'green', { price: 560, cost: 400, case: 12, ml: 1000, days: 240, stock: store('Quay Gate', 28, 10) }),
  drink('TE-100', 'Green tea|绿茶', '100 g tin|100 克/罐', 'Zhejiang|浙江', '1f375', 'green', { price: 1180, cost: 840, case: 10, g: 100, days: 540, stock: store('Blue Door', 15, 5) }),
  drink('CF-340', 'House coffee|自家拼配咖啡', '340 g, whole beans|340 克，咖啡豆', 'Roasted in Vancouver|温哥华烘焙', '2615', 'wheat', { price: 1590, cost: 1130, case: 8, g: 340, days: 120, stock: store('Quay Gate', 14, 6) }),
  drink('SM-500', 'Soy milk, fresh|鲜豆浆', '500 ml|500 毫升', 'Strathcona|斯特拉斯科纳', '1f964', 'stone', { price: 340, cost: 235, case: 12, ml: 500, days: 6, storage: 'chilled', allergens: ['soy'] }),
]
