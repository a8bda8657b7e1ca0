import { globSync, readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { type Answer, type Client, type Fields, filled, formWith } from '../raw.ts'
import { ADMIN_ACTIONS } from './admin-actions.ts'
import { LEADER_ACTIONS, STATION_ACTIONS } from './leader-actions.ts'
import { SHOP_ACTIONS } from './shop-actions.ts'
import type { ActionRow, Try } from './table.ts'
import { makeWorld, ROLES, type Role, type World } from './world.ts'

/** Every server action × every role, by raw request (OWASP ASVS 5.0, 8.2.1). */
const ACTIONS = [...SHOP_ACTIONS, ...LEADER_ACTIONS, ...STATION_ACTIONS, ...ADMIN_ACTIONS]

let world: World
test.beforeAll(async () => {
  world = await makeWorld()
})

test('the table names every action, and nothing else @desktop', () => {
  const exported = globSync('app/**/actions.ts').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^export (?:const|async function) (\w+)/gm)].map(
      ([, name]) => `${file.replace(/^app\//, '')}#${name}`,
    ),
  )
  expect(ACTIONS.map(({ id }) => id).sort()).toEqual(exported.sort())
})

for (const row of ACTIONS) {
  test(`${row.id}: nobody else's request changes anything @desktop`, async () => {
    const made = await row.make(world, allowedOf(row)[0] as Role)
    const owner = made.client ?? world.people[allowedOf(row)[0] as Role].client
    const fields = await fieldsOf(made, owner)
    try {
      for (const role of deniedOf(row)) {
        const { client } = world.people[role]
        made.prepare?.(client)
        await expectRefused(made, `as ${role}`, owner, () => client.post(made.page, fields))
      }
      for (const origin of ['https://evil.example', 'null', null]) {
        const answer = await expectRefused(made, `from ${origin}`, owner, () =>
          owner.post(made.page, fields, {}, origin),
        )
        expect(answer.status, `from ${origin}`).toBe(403)
      }
    } finally {
      await made.after?.()
    }
  })

  for (const role of allowedOf(row)) {
    test(`${row.id}: works as ${role} @desktop`, async () => {
      const made = await row.make(world, role)
      const client = made.client ?? world.people[role].client
      const fields = await fieldsOf(made, client)
      const before = await made.look(client)
      const answer = await client.post(made.page, fields)
      try {
        expect(answer.status).toBeLessThan(400)
        if (made.opened) expect(made.opened(answer)).toBe(true)
        else expect(await made.look(client), messageOf(answer)).not.toEqual(before)
      } finally {
        await made.after?.()
      }
    })
  }
}

async function fieldsOf({ page, form, typed }: Try, client: Client): Promise<Fields> {
  const { body } = await client.get(page)
  return filled(formWith(body, form), typed)
}

async function expectRefused(made: Try, what: string, owner: Client, send: () => Promise<Answer>): Promise<Answer> {
  const before = await made.look(owner)
  const answer = await send()
  expect(answer.status, what).toBeLessThan(500)
  expect(await made.look(owner), what).toEqual(before)
  if (made.opened) expect(made.opened(answer), what).toBe(false)
  return answer
}

/** As whom it must work; where everybody may, one is enough, and the row brings its own person. */
function allowedOf({ for: allowed }: ActionRow): Role[] {
  return Array.isArray(allowed) ? allowed : ['neighbour']
}

function deniedOf({ for: allowed }: ActionRow): Role[] {
  if (allowed === 'open') return []
  if (allowed === 'signed-in') return ['visitor', 'disabled']
  return ROLES.filter((role) => !allowed.includes(role))
}

/** What the page said, for a test that fails. */
const messageOf = ({ status, body }: Answer): string => {
  const said = [...body.matchAll(/(?:role="alert"|class="field__err")[^>]*>([\s\S]{0,300}?)<\/(?:p|div|span)>/g)]
  return `${status} ${said.map(([, text = '']) => text.replaceAll(/<[^>]+>/g, '')).join(' | ')}`
}
