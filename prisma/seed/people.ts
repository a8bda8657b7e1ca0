import { type Both, both } from './both.ts'

export type DemoRole = 'shopper' | 'leader' | 'keeper' | 'admin'
export type DemoPerson = { key: string; email: string; role: DemoRole; name: Both }

const demo = (key: string, role: DemoRole, name: string): DemoPerson => ({
  key,
  email: `${key}@example.org`,
  role,
  name: both(name),
})

/** Who may be tried out in demo mode: offered by the sign-in page and printed by npm start. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  demo('lin', 'shopper', 'Lin|林晓'),
  demo('wendy', 'shopper', 'Wendy|文迪'),
  demo('mei', 'leader', 'Mei, from number 14|14 号的梅姐'),
  demo('rosa', 'leader', 'Rosa|罗莎'),
  demo('hana', 'keeper', 'Hana, Blue Door|蓝门的哈娜'),
  demo('piet', 'keeper', 'Piet, Blue Door and Quay Gate|蓝门和码头的皮特'),
  demo('ada', 'admin', 'Ada, all duties|艾达，全部职责'),
  demo('stefan', 'admin', 'Stefan, stock only|斯特凡，只管库存'),
]

export type SeedPerson = {
  key: string
  name: string
  phone?: string
  locale: 'en' | 'zh-CN'
  /** Shown in the joined list. */
  nickname?: string
}

const person = (key: string, name: string, locale: 'en' | 'zh-CN' = 'en', nickname?: string): SeedPerson => ({
  key,
  name,
  locale,
  nickname,
})

/** Leaders, keepers and admins; leaders.ts and stations.ts say what they do. */
export const STAFF: readonly SeedPerson[] = [
  person('mei', '梅雨', 'zh-CN', 'Mei'),
  person('rosa', 'Rosa Delgado', 'en', 'Rosa'),
  person('yan', '严凤英', 'zh-CN', '严阿姨'),
  person('henrik', 'Henrik Aalto', 'en', 'Henrik'),
  person('tom', 'Tom Okafor', 'en', 'Tom'),
  person('ravi', 'Ravi Menon', 'en', 'Ravi'),
  person('grace', 'Grace Oyelaran', 'en', 'Grace'),
  person('amara', 'Amara Singh', 'en', 'Amara'),
  person('luca', 'Luca Ferri', 'en'),
  person('hana', 'Hana Novák', 'en'),
  person('piet', 'Piet de Vries', 'en'),
  person('noor', 'Noor Rahman', 'en'),
  person('keiko', 'Keiko Tanabe', 'en'),
  person('samuel', 'Samuel Adeyemi', 'en'),
  person('ada', 'Ada Whitfield', 'en'),
  person('stefan', 'Stefan Ilić', 'en'),
]

/** key, name, language, and the nickname where its owner shows one. */
const SHOPPER_LINES = `
lin|Lin Xiao|en|Lin
wendy|文迪|zh|
shen|沈佳怡|zh|
fang|方志远|zh|
jiang|江流|zh|江江
ouyang|欧阳慧|zh|
zhao|赵明月|zh|
qian|钱多多|zh|多多妈
sun|孙立群|zh|
zhou|周小楠|zh|
wu|吴桐|zh|梧桐
zheng|郑海洋|zh|
chen|陈秋实|zh|
huang|黄一鸣|zh|
xu|徐静|zh|
situ|司徒美玲|zh|
he|何苗|zh|禾苗
gao|高山|zh|
luo|罗兰|zh|
xie|谢天|zh|
tang|唐糖|zh|糖糖
deng|邓亦凡|zh|
jessie|Jessie Park|en|Jessie
diego|Diego Fuentes|en|
fatima|Fatima Haddad|en|
oluwaseun|Oluwaseun Bello|en|Seun
priya|Priya Raman|en|Priya
anna|Anna Kowalska|en|
bo|Bo Lindqvist|en|Uncle Bo
ciara|Ciara O’Donnell|en|
elias|Elias Weber|en|
farah|Farah Tehrani|en|
georgi|Georgi Petrov|en|
hiro|Hiro Nakamura|en|
ines|Inês Carvalho|en|
jamal|Jamal Thompson|en|Jamal
kateryna|Kateryna Bondar|en|
leila|Leila Mansour|en|
marco|Marco Bianchi|en|
nina|Nina Sørensen|en|
omar|Omar Farouk|en|
paula|Paula Jiménez|en|Paula y los gatos
quentin|Quentin Moreau|en|
ruth|Ruth Cardinal|en|
sofia|Sofia Papadaki|en|
tariq|Tariq Aziz|en|
uma|Uma Shankar|en|
viktor|Viktor Horváth|en|
winona|Winona Joe|en|
xavier|Xavier Dubois|en|
yusuf|Yusuf Demir|en|
zoe|Zoë Campbell|en|Zoë
min|Min-jun Kim|en|
linh|Linh Nguyễn|en|
thandi|Thandi Mokoena|en|
maria|Maria Santos|en|Tita Maria
kofi|Kofi Mensah|en|
ellen|Ellen MacLeod|en|
dmitri|Dmitri Volkov|en|
aroha|Aroha Tipene|en|
`

/** The neighbours who buy: invented people, with numbers that Canada keeps for fiction. */
export const SHOPPERS: readonly SeedPerson[] = SHOPPER_LINES.trim()
  .split('\n')
  .map((line, index) => {
    const [key = '', name = '', language, nickname] = line.split('|')
    return {
      key,
      name,
      locale: language === 'zh' ? 'zh-CN' : 'en',
      phone: `+1604555${String(100 + (index % 100)).padStart(4, '0')}`,
      ...(nickname && { nickname }),
    } satisfies SeedPerson
  })

/** The address of anyone in this world. */
export const emailOf = (key: string): string => `${key}@example.org`
