import { type SeedProduct, shelfOf, store } from './product.ts'

const FRASER = 'Fraser Valley|菲沙河谷'
const vegetable = shelfOf('fraser', 'vegetables')
const fruit = shelfOf('okanagan', 'fruit')
const OKANAGAN = 'Okanagan|奥肯那根'

/** Vegetables and fruit. */
export const GREENGROCER: readonly SeedProduct[] = [
  vegetable('VT-1000', 'Vine tomatoes|带枝番茄', '1 kg bag|1 公斤/袋', FRASER, '1f345', 'red', { price: 560, cost: 390, case: 8, g: 1000, days: 7, many: true, about: 'Picked ripe the day before you collect.|提货前一天熟透才摘。' }),
  vegetable('SC-4', 'Sweet corn|甜玉米', '4 cobs|4 根', 'Chilliwack|奇利瓦克', '1f33d', 'gold', { price: 480, cost: 310, case: 16, pieces: 4, days: 4 }),
  vegetable('WG-500', 'Winter greens|冬季青菜', '500 g bunch|500 克/把', FRASER, '1f96c', 'green', { price: 320, cost: 215, case: 20, g: 500, days: 4 }),
  vegetable('BR-400', 'Broccoli|西兰花', '400 g head|400 克/棵', FRASER, '1f966', 'green', { price: 345, cost: 240, case: 14, g: 400, days: 6 }),
  vegetable('CU-3', 'Field cucumbers|大田黄瓜', 'Bag of 3|3 根/袋', FRASER, '1f952', 'green', { price: 390, cost: 275, case: 12, pieces: 3, days: 7 }),
  vegetable('BP-3', 'Bell peppers|甜椒', 'Bag of 3, mixed|3 个/袋，混色', 'Delta greenhouse|三角洲温室', '1fad1', 'red', { price: 540, cost: 380, case: 10, pieces: 3, days: 9 }),
  vegetable('AU-2', 'Aubergines|茄子', '2 pieces|2 个', 'Delta greenhouse|三角洲温室', '1f346', 'berry', { price: 450, cost: 315, case: 12, pieces: 2, days: 7 }),
  vegetable('PE-250', 'Pea pods|豌豆荚', '250 g|250 克', FRASER, '1fadb', 'green', { price: 420, cost: 290, case: 12, g: 250, days: 4 }),
  vegetable('SA-200', 'Salad mix|什锦沙拉菜', '200 g bag|200 克/袋', FRASER, '1f957', 'green', { price: 460, cost: 320, case: 12, g: 200, days: 5, storage: 'chilled' }),
  vegetable('HP-100', 'Hot peppers|小辣椒', '100 g|100 克', 'Abbotsford|阿伯茨福德', '1f336-fe0f', 'red', { price: 260, cost: 170, case: 20, g: 100, days: 14 }),
  vegetable('GI-300', 'Fresh ginger|鲜姜', '300 g|300 克', 'Organic, Peru|有机，秘鲁', '1fada', 'wheat', { price: 380, cost: 255, case: 20, g: 300, days: 30 }),
  vegetable('PO-5K', 'Potatoes|土豆', '5 kg sack|5 公斤/袋', 'Pemberton|彭伯顿', '1f954', 'wheat', { price: 640, cost: 490, case: 4, g: 5000, days: 60, stock: store('Cold store', 64, 20) }),
  vegetable('CA-2K', 'Carrots|胡萝卜', '2 kg bag|2 公斤/袋', FRASER, '1f955', 'orange', { price: 450, cost: 320, case: 10, g: 2000, days: 40, stock: store('Cold store', 38, 15) }),
  vegetable('ON-3K', 'Onions|洋葱', '3 kg net|3 公斤/网', FRASER, '1f9c5', 'wheat', { price: 520, cost: 380, case: 8, g: 3000, days: 60, stock: store('Cold store', 27, 15) }),
  vegetable('GA-500', 'Garlic|大蒜', '500 g|500 克', 'Lillooet|利卢埃特', '1f9c4', 'stone', { price: 780, cost: 560, case: 12, g: 500, days: 120, stock: store('Blue Door', 22, 10) }),
  vegetable('SP-2K', 'Sweet potatoes|红薯', '2 kg bag|2 公斤/袋', 'Oliver|奥利弗', '1f360', 'berry', { price: 690, cost: 500, case: 8, g: 2000, days: 30 }),
  vegetable('CH-500', 'Chestnuts|栗子', '500 g|500 克', 'Vancouver Island|温哥华岛', '1f330', 'wheat', { price: 890, cost: 620, case: 10, g: 500, days: 21, allergens: ['nuts'] }),
  vegetable('HB-40', 'Cut herbs|新鲜香草', '40 g bunch|40 克/把', FRASER, '1f33f', 'green', { price: 240, cost: 160, case: 24, g: 40, days: 4, storage: 'chilled' }),
  vegetable('BE-500', 'Borlotti beans|花芸豆', '500 g, dried|500 克，干', 'Cawston|考斯顿', '1fad8', 'berry', { price: 560, cost: 390, case: 12, g: 500, days: 365 }),
  fruit('GR-1000', 'Table grapes|鲜食葡萄', '1 kg|1 公斤', OKANAGAN, '1f347', 'berry', { price: 720, cost: 540, case: 10, g: 1000, days: 7, many: true }),
  fruit('MD-3K', 'Mandarins|蜜橘', '3 kg box|3 公斤/箱', 'Early harvest, Japan|早熟头茬，日本', '1f34a', 'orange', { price: 1150, cost: 920, case: 6, g: 3000, days: 21, many: true }),
  fruit('AL-KG', 'Loose apples|散装苹果', 'By weight, Ambrosia|按重量，安博西亚', OKANAGAN, '1f34e', 'red', { price: 395, cost: 285, case: 12_000, weighed: true, days: 30, many: true, about: 'Ordered by estimate, in steps of 100 g.|按预估下单，每 100 克为一档。' }),
  fruit('GA-3', 'Green apples|青苹果', 'Bag of 6|6 个/袋', OKANAGAN, '1f34f', 'green', { price: 520, cost: 370, case: 10, pieces: 6, days: 30 }),
  fruit('PR-KG', 'Loose pears|散装梨', 'By weight, Bosc|按重量，博斯克', 'Kelowna|基洛纳', '1f350', 'gold', { price: 440, cost: 320, case: 10_000, weighed: true, days: 20 }),
  fruit('PC-6', 'Late peaches|晚熟桃', 'Tray of 6|6 个/盘', 'Keremeos|克里米奥斯', '1f351', 'orange', { price: 840, cost: 620, case: 8, pieces: 6, days: 5 }),
  fruit('ST-450', 'Strawberries|草莓', '450 g punnet|450 克/盒', 'Abbotsford|阿伯茨福德', '1f353', 'red', { price: 620, cost: 450, case: 12, g: 450, days: 3, storage: 'chilled', many: true }),
  fruit('BL-500', 'Blueberries|蓝莓', '500 g punnet|500 克/盒', 'Pitt Meadows|皮特草原', '1fad0', 'sky', { price: 760, cost: 560, case: 12, g: 500, days: 6, storage: 'chilled' }),
  fruit('CE-500', 'Cherries, frozen|冷冻樱桃', '500 g|500 克', OKANAGAN, '1f352', 'red', { price: 690, cost: 500, case: 16, g: 500, days: 365, storage: 'frozen' }),
  fruit('LE-1K', 'Lemons|柠檬', '1 kg net|1 公斤/网', 'California|加州', '1f34b', 'gold', { price: 480, cost: 340, case: 12, g: 1000, days: 21 }),
  fruit('BN-1K', 'Bananas|香蕉', '1 kg, fair trade|1 公斤，公平贸易', 'Ecuador|厄瓜多尔', '1f34c', 'gold', { price: 310, cost: 240, case: 18, g: 1000, days: 6 }),
  fruit('KI-8', 'Kiwis|奇异果', 'Tray of 8|8 个/盘', 'Vancouver Island|温哥华岛', '1f95d', 'green', { price: 590, cost: 420, case: 10, pieces: 8, days: 21 }),
  fruit('AV-5', 'Avocados|牛油果', 'Bag of 5|5 个/袋', 'Mexico|墨西哥', '1f951', 'green', { price: 690, cost: 550, case: 8, pieces: 5, days: 6 }),
  fruit('MG-4', 'Mangoes|芒果', 'Box of 4|4 个/盒', 'Mexico|墨西哥', '1f96d', 'gold', { price: 880, cost: 660, case: 6, pieces: 4, days: 7 }),
  fruit('PN-1', 'Pineapple|菠萝', '1 piece|1 个', 'Costa Rica|哥斯达黎加', '1f34d', 'gold', { price: 520, cost: 390, case: 6, pieces: 1, days: 8 }),
]
