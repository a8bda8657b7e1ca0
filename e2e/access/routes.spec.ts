import { globSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { expectedOf, ROUTES } from './route-table.ts'
import { makeWorld, ROLES, type World } from './world.ts'

let world: World
test.beforeAll(async () => {
  world = await makeWorld()
})

test('the table names every page and every route, and nothing else @desktop', () => {
  const files = globSync('app/**/{page.tsx,route.ts}').map((file) => file.replace(/^app\//, ''))
  expect(ROUTES.map(({ file }) => file).sort()).toEqual(files.sort())
})

for (const row of ROUTES) {
  test(`GET ${row.file} @desktop`, async () => {
    const path = row.path(world)
    const answers = await Promise.all(
      ROLES.map(async (role) => {
        const { status, location } = await world.people[role].client.get(path)
        return [role, status === 307 && location.startsWith('/sign-in') ? 'sign-in' : status] as const
      }),
    )
    const expected = ROLES.map((role) => [role, expectedOf(row, role)])
    expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(expected))
  })
}
