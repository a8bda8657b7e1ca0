import { type SeedProduct, shelfOf, store } from './product.ts'

const dairy = shelfOf('hillside', 'eggs_dairy')
const bread = shelfOf('oven', 'bakery')
const fish = shelfOf('catch', 'meat_fish')
const meat = shelfOf('stonecreek', 'meat_fish')
const HILLSIDE = 'Hillside Farm|山坡农场'
const SALISH = 'Salish Sea|萨利希海'
const BAKED = 'Baked the same morning, 5:00|当天清晨 5 点出炉'
const WHEAT = ['gluten'] as const

/** Eggs, dairy, bread, fish and meat. */
export const COUNTER: readonly SeedProduct[] = [
  dairy('EG-20', 'Free-range eggs|散养鸡蛋', 'Tray of 20|20 枚/盘', HILLSIDE, '1f95a', 'wheat', { price: 980, cost: 780, case: 6, pieces: 20, days: 28, storage: 'chilled', allergens: ['egg'], many: true, about: 'Mixed shells, laid this week.|各色蛋壳，本周现下。' }),
  dairy('MK-2L', 'Whole milk|全脂牛奶', '2 L glass jug|2 升玻璃瓶', HILLSIDE, '1f95b', 'sky', { price: 740, cost: 610, case: 6, ml: 2000, days: 9, storage: 'chilled', allergens: ['milk'] }),
  dairy('CH-400', 'Farm cheddar|农场切达奶酪', '400 g|400 克', HILLSIDE, '1f9c0', 'gold', { price: 940, cost: 660, case: 12, g: 400, days: 60, storage: 'chilled', allergens: ['milk'], stock: store('Blue Door', 34, 8) }),
  dairy('BU-250', 'Cultured butter|发酵黄油', '250 g|250 克', HILLSIDE, '1f9c8', 'gold', { price: 620, cost: 450, case: 16, g: 250, days: 30, storage: 'chilled', allergens: ['milk'] }),
  dairy('IC-500', 'Vanilla ice cream|香草冰淇淋', '500 ml tub|500 毫升/盒', HILLSIDE, '1f368', 'wheat', { price: 790, cost: 560, case: 8, ml: 500, days: 180, storage: 'frozen', allergens: ['milk', 'egg'], tax: 500 }),
  dairy('CU-4', 'Caramel custard|焦糖布丁', '4 cups|4 杯', HILLSIDE, '1f36e', 'wheat', { price: 720, cost: 510, case: 8, pieces: 4, days: 10, storage: 'chilled', allergens: ['milk', 'egg'] }),
  bread('SD-750', 'Country sourdough|乡村酸种面包', '750 g loaf|750 克/个', BAKED, '1f35e', 'wheat', { price: 650, cost: 460, case: 1, g: 750, days: 4, allergens: [...WHEAT] }),
  bread('BG-2', 'Baguettes|法棍', '2 pieces|2 根', BAKED, '1f956', 'wheat', { price: 480, cost: 330, case: 1, pieces: 2, days: 1, allergens: [...WHEAT] }),
  bread('CR-4', 'Butter croissants|黄油可颂', 'Bag of 4|4 个/袋', BAKED, '1f950', 'gold', { price: 790, cost: 550, case: 6, pieces: 4, days: 2, allergens: ['gluten', 'milk', 'egg'], many: true }),
  bread('BA-6', 'Sesame bagels|芝麻贝果', 'Bag of 6|6 个/袋', BAKED, '1f96f', 'wheat', { price: 690, cost: 470, case: 4, pieces: 6, days: 3, allergens: ['gluten', 'sesame'] }),
  bread('PZ-4', 'Soft pretzels|软椒盐卷', 'Bag of 4|4 个/袋', BAKED, '1f968', 'wheat', { price: 620, cost: 420, case: 4, pieces: 4, days: 2, allergens: [...WHEAT] }),
  bread('FB-4', 'Flatbreads|薄饼', 'Bag of 4|4 张/袋', BAKED, '1fad3', 'stone', { price: 460, cost: 310, case: 6, pieces: 4, days: 4, allergens: [...WHEAT] }),
  bread('AP-1', 'Apple pie|苹果派', '22 cm, serves 6|22 厘米，6 人份', BAKED, '1f967', 'orange', { price: 1680, cost: 1190, case: 1, pieces: 1, days: 3, allergens: ['gluten', 'milk', 'egg'] }),
  bread('CK-8', 'Oat cookies|燕麦曲奇', 'Box of 8|8 块/盒', BAKED, '1f36a', 'wheat', { price: 740, cost: 500, case: 6, pieces: 8, days: 14, allergens: ['gluten', 'milk', 'nuts'], tax: 500 }),
  bread('WF-4', 'Waffles|华夫饼', 'Pack of 4|4 片/袋', BAKED, '1f9c7', 'gold', { price: 680, cost: 470, case: 6, pieces: 4, days: 5, allergens: ['gluten', 'milk', 'egg'] }),
  fish('TR-600', 'Whole trout|整条鳟鱼', 'By weight, about 600 g each|按重量，每条约 600 克', 'Sunshine Coast|阳光海岸', '1f41f', 'sky', { price: 2190, cost: 1620, case: 6000, weighed: true, days: 2, storage: 'chilled', allergens: ['fish'], about: 'Gutted, on ice. You pay for what it weighs.|去内脏，带冰。按实际重量付款。' }),
  fish('SP-500', 'Spot prawns|斑点虾', '500 g, flash-frozen|500 克，船冻', SALISH, '1f990', 'orange', { price: 2450, cost: 1880, case: 10, g: 500, days: 180, storage: 'frozen', allergens: ['crustaceans'] }),
  fish('SQ-500', 'Squid|鱿鱼', '500 g, cleaned|500 克，已清洗', SALISH, '1f991', 'berry', { price: 1290, cost: 960, case: 10, g: 500, days: 3, storage: 'chilled', allergens: ['molluscs'] }),
  fish('CB-1', 'Dungeness crab|珍宝蟹', '1 piece, about 900 g|1 只，约 900 克', SALISH, '1f980', 'red', { price: 2690, cost: 2080, case: 6, pieces: 1, days: 1, storage: 'chilled', allergens: ['crustaceans'] }),
  fish('OY-12', 'Oysters|生蚝', '12 pieces|12 只', 'Cortes Island|科尔特斯岛', '1f9aa', 'stone', { price: 2380, cost: 1790, case: 5, pieces: 12, days: 5, storage: 'chilled', allergens: ['molluscs'] }),
  meat('CL-1K', 'Chicken legs|鸡腿', '1 kg|1 公斤', 'Yarrow|雅罗', '1f357', 'orange', { price: 1240, cost: 930, case: 8, g: 1000, days: 5, storage: 'chilled' }),
  meat('BF-700', 'Beef for stewing|炖牛肉', '700 g|700 克', 'Cariboo|卡里布', '1f969', 'red', { price: 1790, cost: 1350, case: 8, g: 700, days: 5, storage: 'chilled' }),
  meat('BC-300', 'Smoked bacon|烟熏培根', '300 g|300 克', 'Stone Creek|石溪', '1f953', 'red', { price: 890, cost: 640, case: 12, g: 300, days: 21, storage: 'chilled' }),
  meat('RB-1K', 'Pork ribs|猪肋排', '1 kg|1 公斤', 'Stone Creek|石溪', '1f356', 'orange', { price: 1480, cost: 1120, case: 8, g: 1000, days: 5, storage: 'chilled' }),
]
