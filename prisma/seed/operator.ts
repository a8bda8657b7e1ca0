import { both } from './both.ts'

/** Who runs the demo shop: an invented company. */
export const OPERATOR = {
  name: both('Maple Lane Neighbours|枫叶巷邻里团'),
  legalName: 'Maple Lane Neighbours Co-operative Association',
  registration: 'BC CP-0004217',
  licence: 'Food premises permit VCH 26-118842; business licence Vancouver 26-204417',
  address: '14 Maple Lane, Vancouver, BC V6A 0A0, Canada',
  about: both(
    'We are a co-operative of 212 households around Maple Lane. We buy together from growers, bakers and boats within a day’s drive, and every price shows what it is. Leaders are neighbours; stations are their doors.|我们是枫叶巷一带 212 户人家办的合作社，一起向一天车程内的农户、面包师和渔船采购，价格明明白白。团长是邻居，自提点就是邻居家的门。',
  ),
  terms: both(
    'You can change or cancel until the group closes. When a group does not reach its minimum, nobody pays. After the close we deliver what you ordered, or give you your money back or a substitute you agree to. You pay when you collect. Fresh goods cannot be returned, but anything broken, missing or spoiled is made good if you tell us within 48 hours. We keep your name and number only as long as the order needs them.|截单前随时可以修改或取消。没有成团，谁都不用付钱。截单之后，我们按您下的单交货，缺货就退款，或换成您同意的替代品。提货时付款。生鲜不支持无理由退货，但破损、缺少或变质的，请在 48 小时内告诉我们，一律负责。您的姓名和电话只保留到订单用完为止。',
  ),
  complaintContact: 'care@maplelane.example.org, +1 604 555 0100',
}

/** What its evenings usually cost: RULES.md's worked example and usual figures, in Canadian cents. */
export const RATES = {
  commissionBps: 800,
  keeperPayMinor: 60,
  paymentFeeBps: 60,
  pickingMinor: 75,
  claimsBps: 250,
  freightMinor: 1_200,
  siteFeeMinor: 4_000,
  showsCostToLeaders: true,
}
