import { type Both, both } from './both.ts'

export type SeedStation = {
  key: string
  name: Both
  address: Both
  hours: Both
  note: Both
  door: string
  capacity: number
  /** keys of people.ts */
  keepers: readonly string[]
}

export const STATIONS: readonly SeedStation[] = [
  {
    key: 'blue-door',
    name: both('Blue Door Station|蓝门自提点'),
    address: both('14 Maple Lane, side entrance|枫叶巷 14 号，侧门进'),
    hours: both('Tue to Sat 10:00–19:00, Sun 12:00–18:00|周二至周六 10:00–19:00，周日 12:00–18:00'),
    note: both('Ring twice. Eggs, milk and fish wait in the fridge.|按两下门铃。鸡蛋、牛奶和鱼放在冰箱里。'),
    door: 'blue',
    capacity: 80,
    keepers: ['hana', 'piet'],
  },
  {
    key: 'quay-gate',
    name: both('Quay Gate Station|码头闸口自提点'),
    address: both('2 Harbour Row, behind the ferry office|港口街 2 号，渡轮办事处后面'),
    hours: both('Daily 15:00–20:00|每天 15:00–20:00'),
    note: both('The gate is open while the light is on.|灯亮着，门就开着。'),
    door: 'teal',
    capacity: 60,
    keepers: ['piet', 'noor'],
  },
  {
    key: 'cedar-hall',
    name: both('Cedar Hall Station|雪松会馆自提点'),
    address: both('31 Cedar Street, ground floor|雪松街 31 号，一楼'),
    hours: both('Mon to Fri 16:00–20:00|周一至周五 16:00–20:00'),
    note: both('Step-free entrance on the left.|左侧有无障碍入口。'),
    door: 'green',
    capacity: 50,
    keepers: ['noor'],
  },
  {
    key: 'lantern-shop',
    name: both('Lantern Shop Station|灯笼小铺自提点'),
    address: both('108 Willow Road|柳树路 108 号'),
    hours: both('Daily 09:00–21:00|每天 09:00–21:00'),
    note: both('At the counter; a freezer is at hand.|在柜台取货，备有冷冻柜。'),
    door: 'orange',
    capacity: 40,
    keepers: ['keiko'],
  },
  {
    key: 'school-arch',
    name: both('School Arch Station|校门拱廊自提点'),
    address: both('5 Chestnut Avenue, by the bicycle racks|栗树大道 5 号，自行车架旁'),
    hours: both('School days 15:00–17:30|上学日 15:00–17:30'),
    note: both('Under the arch, also when it rains.|在拱廊下面，下雨也照常。'),
    door: 'yellow',
    capacity: 30,
    keepers: ['samuel'],
  },
  {
    key: 'garden-shed',
    name: both('Garden Shed Station|花园小屋自提点'),
    address: both('72 Orchard Mews, garden gate|果园里 72 号，花园门'),
    hours: both('Wed to Sun 10:00–18:00|周三至周日 10:00–18:00'),
    note: both('Mind the step.|小心台阶。'),
    door: 'pink',
    capacity: 25,
    keepers: ['samuel', 'keiko'],
  },
]
