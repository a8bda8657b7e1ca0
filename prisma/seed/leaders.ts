import { type Both, both } from './both.ts'

export type SeedLeader = {
  key: string
  name: Both
  community: Both
  about: string
  awning: 'leaf' | 'butter' | 'sky' | 'clay'
  state: 'approved' | 'applied'
}

const leader = (
  key: string,
  awning: SeedLeader['awning'],
  name: string,
  community: string,
  about: string,
  state: SeedLeader['state'] = 'approved',
): SeedLeader => ({
  key,
  awning,
  name: both(name),
  community: both(community),
  about,
  state,
})

export const LEADERS: readonly SeedLeader[] = [
  leader(
    'mei',
    'leaf',
    'Mei, from number 14|14 号的梅姐',
    'Maple Lane neighbours|枫叶巷邻里群',
    'I run the Saturday farm box for our lane. 我在枫叶巷住了十一年。',
  ),
  leader(
    'rosa',
    'butter',
    'Rosa|罗莎',
    'Harbour Row families|港口街的家家户户',
    'Citrus and berries, straight from my cousin’s truck.',
  ),
  leader('yan', 'clay', 'Auntie Yan|严阿姨', 'Willow Road kitchen group|柳树路厨房群', '包了三十年饺子，街坊都爱吃。'),
  leader('henrik', 'sky', 'Henrik|亨里克', 'Cedar Street cellar|雪松街地窖', 'Roots and winter stores by the sack.'),
  leader(
    'tom',
    'butter',
    'Tom, Corner Oven|街角烤炉的汤姆',
    'Bread night on the corner|街角面包夜',
    'I bake; you order by the evening before.',
  ),
  leader('ravi', 'sky', 'Ravi|拉维', 'Quay Gate fish list|码头鲜鱼群', 'I know the boats and what they land.'),
  leader('grace', 'leaf', 'Grace|格蕾丝', 'Chestnut Avenue parents|栗树大道家长群', 'School run, then groceries.'),
  leader(
    'amara',
    'clay',
    'Amara|阿玛拉',
    'Orchard Mews pantry|果园里储藏室',
    'Pantry goods without plastic where we can.',
  ),
  leader(
    'luca',
    'sky',
    'Luca, from the mews|果园里的卢卡',
    'Orchard Mews cyclists|果园里骑行群',
    'Twenty of us ride past the orchards every Sunday and could carry a lot.',
    'applied',
  ),
]
