import { db } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { toppedUp } from '#lib/domain/ledger-wallet.ts'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { stopToken } from '#lib/infra/mail/stop-link.ts'
import { postToLedger } from '#lib/usecases/ledger/post.ts'
import { makeOpenGroup } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { Client, forgetLimits } from '../raw.ts'
import { ORDER_ACTIONS } from './shop/orders.ts'
import { fillBasket, stranger } from './strangers.ts'
import { type ActionRow, having, only } from './table.ts'
import { unique } from './world.ts'

const cookie = (name: string) => async (client: Client) => client.cookies.get(name)
const codesFor = (identifier: string) => () => db.loginCode.count({ where: { identifier } })

/** What a shopper or a visitor can send. */
export const SHOP_ACTIONS: ActionRow[] = [
  {
    id: 'actions.ts#setLanguage',
    for: 'open',
    make: async () => ({
      client: new Client(),
      page: '/',
      form: having('lang'),
      typed: { lang: 'zh-CN' },
      look: async (client) => [...client.cookies.values()].includes('zh-CN'),
    }),
  },
  {
    id: 'actions.ts#setTheme',
    for: 'open',
    make: async () => ({
      client: (await stranger()).client,
      page: '/me',
      form: having('theme'),
      typed: { theme: 'dark' },
      look: cookie('theme'),
    }),
  },
  {
    id: 'actions.ts#signOut',
    for: 'open',
    make: async () => {
      const { client, userId } = await stranger()
      const isSignOut = (form: Parameters<ReturnType<typeof only>>[0]) => only()(form) && form.buttons.length === 0
      return { client, page: '/me', form: isSignOut, look: () => db.session.count({ where: { userId } }) }
    },
  },
  {
    id: '(shop)/actions.ts#chooseStation',
    for: 'open',
    make: async ({ stationId: station }) => ({
      client: new Client(),
      page: '/',
      form: having('station'),
      typed: { station },
      look: cookie('station'),
    }),
  },
  {
    id: '(shop)/sign-in/actions.ts#sendCode',
    for: 'open',
    make: async () => {
      await forgetLimits()
      const contact = `${unique('e')}@example.org`
      return {
        client: new Client(),
        page: '/sign-in',
        form: having(['contact', '']),
        typed: { contact },
        look: codesFor(contact),
      }
    },
  },
  {
    id: '(shop)/me/wallet/actions.ts#withdraw',
    for: 'signed-in',
    make: async () => {
      const { client, userId } = await stranger()
      await db.operator.update({ where: { id: 1 }, data: { allowsWithdrawals: true } })
      const movement = toppedUp({
        ...{ topUpId: newId(), userId, adminId: userId, amountMinor: 500, source: 'bank', reason: 'transfer' },
        currency: env.CURRENCY,
      })
      await sqlTransaction((tx) => postToLedger(tx, [movement]))
      return {
        client,
        page: '/me/wallet',
        form: having('withdrawalId'),
        typed: { amount: '1.00' },
        look: () => db.withdrawal.count({ where: { userId } }),
      }
    },
  },
  {
    id: '(shop)/g/[slug]/checkout/actions.ts#forgetCarrier',
    for: 'open',
    make: async ({ group, carrier: { code } }) => {
      const client = new Client()
      await fillBasket(client, group)
      await client.get(`/c/${code}`)
      return {
        client,
        page: `/g/${group.slug}/checkout`,
        form: only('slug'),
        look: async () => client.cookies.get('carrier') ?? '',
      }
    },
  },
  {
    id: '(shop)/g/[slug]/actions.ts#ask',
    for: 'signed-in',
    make: async ({ group: { slug, groupOrderId } }) => ({
      client: (await stranger()).client,
      page: `/g/${slug}`,
      form: having('text'),
      typed: { text: 'Are they ripe?' },
      look: () => db.question.count({ where: { groupOrderId } }),
    }),
  },
  {
    id: '(shop)/g/[slug]/checkout/actions.ts#startCheckout',
    for: 'open',
    make: async ({ group }) => {
      await forgetLimits()
      const [client, contact] = [new Client(), `${unique('e')}@example.org`]
      await fillBasket(client, group)
      return {
        client,
        page: `/g/${group.slug}/checkout`,
        form: having('contact'),
        typed: { name: 'Lin', contact },
        look: codesFor(contact),
      }
    },
  },
  {
    id: '(shop)/g/[slug]/checkout/actions.ts#placeOrder',
    for: 'signed-in',
    make: async ({ stationId }) => {
      const group = await makeOpenGroup(db, { stations: [stationId] })
      const { client } = await stranger()
      await fillBasket(client, group)
      const basket = client.cookies.get('basket') ?? ''
      return {
        client,
        page: `/g/${group.slug}/checkout`,
        form: having('key'),
        typed: { name: 'Lin' },
        prepare: (other) => other.cookies.set('basket', basket),
        look: () => db.order.count({ where: { groupOrderId: group.groupOrderId } }),
      }
    },
  },
  {
    id: '(shop)/me/actions.ts#saveMe',
    for: 'signed-in',
    make: async () => {
      const { client, userId } = await stranger()
      return {
        client,
        page: '/me',
        form: having('nickname'),
        typed: { name: 'Somebody', nickname: 'Some' },
        look: () => db.user.findUnique({ where: { id: userId } }),
      }
    },
  },
  {
    id: '(shop)/me/notices/actions.ts#choose',
    for: 'signed-in',
    make: async () => {
      const { client, userId } = await stranger()
      return {
        client,
        page: '/me/notices',
        form: having('quietFrom'),
        typed: { quietFrom: '22:00', quietUntil: '07:00' },
        look: () => db.user.findUnique({ where: { id: userId }, select: { quietFrom: true } }),
      }
    },
  },
  {
    id: '(shop)/notices/[token]/actions.ts#stop',
    for: 'open',
    make: async () => {
      const { id: userId } = await makeUser(db)
      return {
        page: `/notices/${stopToken({ userId, kind: 'arrived', channel: 'email' })}`,
        form: having('token'),
        look: () => db.noticeChoice.count({ where: { userId } }),
      }
    },
  },
  {
    id: '(shop)/me/wallet/top-up/actions.ts#topUp',
    for: 'signed-in',
    make: async () => {
      const { client, userId } = await stranger()
      return {
        client,
        page: '/me/wallet/top-up',
        form: having('paymentId'),
        typed: { amount: '20.00' },
        look: () => db.payment.count({ where: { shopperId: userId } }),
      }
    },
  },
  {
    id: 'leader/apply/actions.ts#apply',
    for: 'signed-in',
    make: async () => {
      const { client } = await stranger()
      const name = unique('Leader ')
      return {
        client,
        page: '/leader/apply',
        form: having('awning'),
        typed: { 'name.en': name, 'community.en': 'Maple Lane', about: 'I know everybody here.' },
        look: () => db.leader.count({ where: { name: { path: ['en'], equals: name } } }),
      }
    },
  },
  ...ORDER_ACTIONS,
]
