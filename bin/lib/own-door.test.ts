import { expect, test } from 'vitest'
import { openOwnDoor } from './own-door.ts'

test('the own door answers, and closes no connection that it may still be asked on', async () => {
  const door = await openOwnDoor((req, res) => res.end(`${req.url} ${req.headers['x-shared']}`))
  const [first, again] = [await door.ask('/a'), await door.ask('/b')]
  expect([first, again].map(({ status, body }) => [status, String(body)])).toEqual([
    [200, '/a 1'],
    [200, '/b 1'],
  ])
  // "timeout=5" would say that an idle connection is closed then, also while the next question is on its way
  expect(first.headers['keep-alive']).toBeUndefined()
  door.close()
})
