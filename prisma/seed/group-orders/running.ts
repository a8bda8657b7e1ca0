import { group, plain, type SeedGroup, stocked } from './group-order.ts'

/** What neighbours can join now, or soon. */
export const RUNNING: readonly SeedGroup[] = [
  group('saturday-farm-box', 'mei', 'Saturday farm box, eggs and warm bread|周六农场拼箱：番茄、鸡蛋和热面包', {
    story:
      'Picked on Friday in the Fraser Valley, driven home by me on Saturday morning. The bread is still warm when it reaches the station. Tomatoes are the last of the year, so take what you can use; greens go first, as always.|周五在菲沙河谷采摘，周六一早我开车拉回来，面包到自提点时还是热的。番茄是今年最后一茬，按需要买；青菜照例最先抢光。',
    state: 'open',
    times: (clock) => {
      const friday = clock.daysUntil(5, '20:00', 6)
      return {
        opensAt: clock.hours(-30),
        cutoffAt: clock.day(friday, '20:00'),
        pickupFrom: clock.day(friday + 1, '10:00'),
        pickupUntil: clock.day(friday + 1, '13:00'),
      }
    },
    minimum: 20,
    stations: ['blue-door', 'quay-gate'],
    orders: 37,
    with: ['wendy', 'shen', 'fang', 'jiang', 'jessie'],
    without: ['lin'],
    carried: { splitBps: 3_000, by: 'rosa' },
    offers: [
      {
        sku: 'VT-1000',
        tiers: [
          [40, 520],
          [60, 495],
        ],
      },
      {
        sku: 'EG-20',
        tiers: [
          [40, 920],
          [60, 890],
        ],
        limit: 3,
        left: 6,
      },
      { sku: 'SD-750' },
      { sku: 'MK-2L' },
      {
        sku: 'GR-1000',
        tiers: [
          [40, 660],
          [60, 630],
        ],
      },
      {
        sku: 'MD-3K',
        tiers: [
          [40, 1080],
          [60, 1040],
        ],
        limit: 2,
        left: 3,
      },
      {
        sku: 'SC-4',
        tiers: [
          [40, 440],
          [60, 420],
        ],
      },
      { sku: 'WG-500', left: 0 },
    ],
    questions: [
      {
        asker: 'anna',
        text: 'Are the eggs washed? My daughter bakes with the shells on the counter.',
        answer: 'Not washed, only brushed: they keep without a fridge for two weeks.',
      },
      { asker: 'zhao', text: '番茄是沙瓤的吗？', answer: '是的，熟透了才摘，汤和凉拌都好吃。' },
      { asker: 'diego', text: 'Could the bread be sliced at the station?' },
    ],
  }),
  group('corner-oven-bread-night', 'tom', 'Corner Oven bread night|街角烤炉面包夜', {
    story:
      'I set the dough at nine tonight and the oven at four. Order before I weigh the flour.|今晚九点和面，凌晨四点进炉，称面粉之前都可以下单。',
    state: 'open',
    times: (clock) => ({
      opensAt: clock.hours(-9),
      cutoffAt: clock.hours(0.75),
      pickupFrom: clock.day(1, '09:30'),
      pickupUntil: clock.day(1, '19:00'),
    }),
    minimum: 12,
    stations: ['blue-door'],
    orders: 18,
    with: ['lin'],
    offers: [
      { sku: 'SD-750', limit: 4 },
      { sku: 'BG-2', left: 5 },
      { sku: 'CR-4' },
      { sku: 'BA-6' },
      { sku: 'PZ-4' },
      { sku: 'AP-1', left: 2 },
      { sku: 'CK-8' },
    ],
    questions: [
      { asker: 'ruth', text: 'Is there rye in the sourdough?', answer: 'A tenth, stone-milled. No other grain.' },
    ],
  }),
  group('boat-fish', 'ravi', 'Boat fish, landed in the morning|早船鲜鱼', {
    story:
      'Whatever the Aurora lands, on ice within the hour. Trout is weighed: you pay for what it is, at most a tenth more than you ordered.|极光号上什么货就是什么货，一小时内冰鲜。鳟鱼按实重付款，最多比下单多一成。',
    state: 'open',
    times: (clock) => ({
      opensAt: clock.hours(-20),
      cutoffAt: clock.hours(2.85),
      pickupFrom: clock.day(1, '15:00'),
      pickupUntil: clock.day(1, '19:30'),
    }),
    minimum: 12,
    stations: ['quay-gate', 'cedar-hall'],
    orders: 9,
    cancels: 1,
    offers: [{ sku: 'TR-600', cap: 24_000 }, { sku: 'SP-500', left: 4 }, { sku: 'SQ-500' }, { sku: 'CB-1', left: 1 }],
    questions: [
      { asker: 'sofia', text: 'Can you leave the heads on?', answer: 'Say so in the name on the bag, and I will.' },
    ],
  }),
  group('citrus-week', 'rosa', 'Citrus week, straight off the truck|柑橘周：整车直达', {
    story:
      'My cousin drives up from the valley once a winter. What does not sell goes to the school kitchen.|表哥每年冬天从南边拉一车上来，卖不完的送给学校食堂。',
    state: 'open',
    times: (clock) => ({
      opensAt: clock.day(-2, '08:00'),
      cutoffAt: clock.day(2, '18:00'),
      pickupFrom: clock.day(3, '15:00'),
      pickupUntil: clock.day(3, '20:00'),
    }),
    minimum: 10,
    stations: ['quay-gate', 'blue-door', 'school-arch'],
    orders: 24,
    cancels: 2,
    with: ['lin'],
    carried: { splitBps: 2_500 },
    offers: [
      {
        sku: 'LE-1K',
        price: 460,
        tiers: [
          [16, 420],
          [32, 400],
        ],
      },
      {
        sku: 'MD-3K',
        tiers: [
          [16, 1080],
          [32, 1030],
        ],
      },
      {
        sku: 'KI-8',
        tiers: [
          [16, 560],
          [32, 530],
        ],
      },
      { sku: 'PN-1', tiers: [[32, 490]] },
      { sku: 'BN-1K' },
      { sku: 'MG-4', limit: 3, left: 5 },
    ],
  }),
  group('hand-folded-dumplings', 'yan', 'Hand-folded dumplings, frozen same day|手工水饺，当天速冻', {
    story:
      'Eight of us fold on Tuesday. Twenty orders and we light the stove.|周二我们八个人一起包，凑够二十单就开火。',
    state: 'open',
    times: (clock) => ({
      opensAt: clock.day(-1, '10:00'),
      cutoffAt: clock.day(3, '12:00'),
      pickupFrom: clock.day(4, '14:00'),
      pickupUntil: clock.day(4, '20:00'),
    }),
    minimum: 20,
    stations: ['lantern-shop', 'blue-door'],
    orders: 16,
    with: ['qian', 'tang'],
    offers: [
      { sku: 'DP-30', tiers: [[30, 1320]], limit: 6 },
      { sku: 'DV-30', tiers: [[30, 1180]], limit: 6 },
      { sku: 'DS-20' },
      { sku: 'ST-1', cap: 20 },
      { sku: 'SM-500' },
    ],
    questions: [
      { asker: 'sun', text: '韭菜馅的能不放虾皮吗？', answer: '本来就不放，放心订。' },
      { asker: 'priya', text: 'Is any of these without egg and meat?' },
    ],
  }),
  group('winter-roots', 'henrik', 'Winter roots by the sack|冬储根茎，整袋更划算', {
    story: 'Cellar weather. Keep them dark and they keep you until March.|适合下窖的天气，避光存放，能吃到三月。',
    state: 'open',
    times: (clock) => ({
      opensAt: clock.day(-4, '09:00'),
      cutoffAt: clock.day(4, '20:00'),
      pickupFrom: clock.day(6, '16:00'),
      pickupUntil: clock.day(6, '20:00'),
    }),
    minimum: 15,
    stations: ['cedar-hall', 'garden-shed'],
    orders: 22,
    cancels: 1,
    offers: [
      { sku: 'SP-2K', tiers: [[20, 650]] },
      { sku: 'CH-500' },
      { sku: 'BE-500' },
      { sku: 'GI-300' },
      { sku: 'AL-KG', tiers: [[20, 370]] },
      { sku: 'PR-KG' },
      ...stocked('PO-5K CA-2K ON-3K GA-500'),
    ],
  }),
  group('orchard-mews-pantry', 'amara', 'The mews pantry, from our own store|果园里储藏室：现货', {
    story:
      'No waiting for a truck: all of it lies in the store and is yours when the group closes.|不用等车，货都在库里，截单就能提。',
    state: 'open',
    times: (clock) => ({
      opensAt: clock.day(-3, '09:00'),
      cutoffAt: clock.day(6, '21:00'),
      pickupFrom: clock.day(7, '10:00'),
      pickupUntil: clock.day(7, '18:00'),
    }),
    minimum: 1,
    stations: ['garden-shed', 'blue-door', 'quay-gate'],
    orders: 12,
    offers: stocked('HN-500 RI-5K SP-1K OL-400 TM-6 SL-1K CC-200 JM-300 AJ-1L TE-100 CF-340 PB-500').map((offer) => ({
      ...offer,
      limit: 4,
    })),
  }),
  group('berries-and-cream', 'grace', 'Berries and cream|莓果与奶油', {
    story: 'Frozen at the field’s edge in July; the cream is from this week.|七月在田头速冻，奶油是本周的。',
    state: 'scheduled',
    times: (clock) => ({
      opensAt: clock.day(1, '08:00'),
      cutoffAt: clock.day(5, '20:00'),
      pickupFrom: clock.day(6, '15:00'),
      pickupUntil: clock.day(6, '17:30'),
    }),
    minimum: 15,
    stations: ['school-arch'],
    orders: 0,
    offers: [
      { sku: 'CE-500', tiers: [[25, 640]] },
      { sku: 'ST-450' },
      { sku: 'BL-500', tiers: [[25, 720]] },
      { sku: 'BU-250' },
      { sku: 'WF-4' },
    ],
  }),
  group('lunar-new-year-table', 'yan', 'A table for the New Year|年夜饭预订', {
    state: 'scheduled',
    times: (clock) => ({
      opensAt: clock.day(5, '10:00'),
      cutoffAt: clock.day(12, '20:00'),
      pickupFrom: clock.day(14, '10:00'),
      pickupUntil: clock.day(14, '20:00'),
    }),
    minimum: 10,
    stations: ['lantern-shop', 'blue-door'],
    orders: 0,
    offers: plain('DP-30 DS-20 MC-4 SD-9 RB-1K CB-1 MD-3K'),
  }),
  group('sunday-roast', 'mei', 'Sunday roast box|周日烤肉箱', {
    state: 'draft',
    times: (clock) => ({
      opensAt: clock.day(3, '08:00'),
      cutoffAt: clock.day(8, '20:00'),
      pickupFrom: clock.day(9, '10:00'),
      pickupUntil: clock.day(9, '13:00'),
    }),
    minimum: 15,
    stations: ['blue-door'],
    orders: 0,
    offers: plain('CL-1K BF-700 PO-5K CA-2K ON-3K'),
  }),
  group('school-lunch-week', 'grace', 'A week of school lunches|一周便当食材', {
    state: 'draft',
    times: (clock) => ({
      opensAt: clock.day(2, '08:00'),
      cutoffAt: clock.day(6, '18:00'),
      pickupFrom: clock.day(7, '15:00'),
      pickupUntil: clock.day(7, '17:30'),
    }),
    minimum: 8,
    stations: ['school-arch', 'garden-shed'],
    orders: 0,
    offers: plain('FB-4 RB-6 GA-3 BN-1K CH-400'),
  }),
]
