import { db } from '#lib/db/client.ts'
import { createApiKey } from '#lib/usecases/api-key/create.ts'
import { makeStation } from '#prisma/factories/catalogue.ts'
import { makeAdmin, makeKeeper, makeLeader, makeUser } from '#prisma/factories/people.ts'
import { type ActionRow, having, only } from '../table.ts'
import { type Role, unique } from '../world.ts'

/** Only one person has the duties beside `stock`. */
const ADMIN: Role[] = ['admin']

const keepersLook = (stationId: string) => () => db.stationKeeper.count({ where: { stationId } })

const dutiesLook = (userId: string) => () => db.duty.count({ where: { userId } })

async function personPage(id: string): Promise<string> {
  const { email } = await db.user.findUniqueOrThrow({ where: { id } })
  return `/admin/people?q=${encodeURIComponent(email ?? '')}`
}

/** What an admin can send about people, stations, keys and the operator. */
export const ADMIN_PEOPLE_ACTIONS: ActionRow[] = [
  {
    id: 'admin/leaders/actions.ts#decide',
    for: ADMIN,
    make: async () => {
      const { id } = await makeLeader(db, { state: 'applied' })
      return {
        page: '/admin/leaders',
        form: having(['leaderId', id], ['decision', 'approve']),
        typed: { decision: 'approve' },
        look: () => db.leader.findUnique({ where: { id } }),
      }
    },
  },
  {
    id: 'admin/operator/actions.ts#save',
    for: ADMIN,
    make: async () => {
      const { registration } = await db.operator.findUniqueOrThrow({ where: { id: 1 } })
      return {
        page: '/admin/operator',
        form: having('legalName'),
        typed: { registration: unique('BC ') },
        look: async () => (await db.operator.findUniqueOrThrow({ where: { id: 1 } })).registration,
        after: () => db.operator.update({ where: { id: 1 }, data: { registration } }),
      }
    },
  },
  {
    id: 'admin/people/actions.ts#give',
    for: ADMIN,
    make: async () => {
      const { id, email } = await makeUser(db)
      return {
        page: '/admin/people',
        form: only('contact', 'duty'),
        typed: { contact: email ?? '', duty: 'money' },
        look: dutiesLook(id),
      }
    },
  },
  {
    id: 'admin/people/actions.ts#take',
    for: ADMIN,
    make: async () => {
      const { id } = await makeAdmin(db, ['money'])
      return { page: await personPage(id), form: having(['userId', id], ['duty', 'money']), look: dutiesLook(id) }
    },
  },
  {
    id: 'admin/people/actions.ts#disable',
    for: ADMIN,
    make: async () => {
      const { id } = await makeAdmin(db, ['money'])
      return {
        page: await personPage(id),
        form: having(['userId', id], 'disabled'),
        typed: { disabled: 'yes' },
        look: () => db.user.findUnique({ where: { id } }),
      }
    },
  },
  {
    id: 'admin/api-keys/actions.ts#make',
    for: ADMIN,
    make: async () => {
      const name = unique('Program ')
      return {
        page: '/admin/api-keys',
        form: having('name', 'leaderId'),
        typed: { name, scopes: 'read' },
        look: () => db.apiKey.count({ where: { name } }),
      }
    },
  },
  {
    id: 'admin/api-keys/actions.ts#revoke',
    for: ADMIN,
    make: async () => {
      const made = await createApiKey('shell', { name: unique('Program '), scopes: 'read' })
      const id = made.ok ? made.value.id : ''
      return {
        page: '/admin/api-keys',
        form: having(['apiKeyId', id]),
        look: () => db.apiKey.findUnique({ where: { id } }),
      }
    },
  },
  {
    id: 'admin/stations/actions.ts#save',
    for: ADMIN,
    make: async () => {
      const { id } = await makeStation(db)
      return {
        page: `/admin/stations/${id}`,
        form: having('capacity'),
        typed: { capacity: '33' },
        look: () => db.station.findUnique({ where: { id } }),
      }
    },
  },
  {
    id: 'admin/stations/actions.ts#add',
    for: ADMIN,
    make: async () => {
      const [{ id }, { email }] = [await makeStation(db), await makeUser(db)]
      return {
        page: `/admin/stations/${id}`,
        form: only('stationId', 'contact'),
        typed: { contact: email ?? '' },
        look: keepersLook(id),
      }
    },
  },
  {
    id: 'admin/stations/actions.ts#remove',
    for: ADMIN,
    make: async () => {
      const { id } = await makeStation(db)
      await makeKeeper(db, id)
      return { page: `/admin/stations/${id}`, form: only('stationId', 'userId'), look: keepersLook(id) }
    },
  },
]
