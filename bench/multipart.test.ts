import { expect, test } from 'vitest'
import { multipart, withValues } from './multipart.ts'

test('a server reads the fields as a browser sends them, in order and repeated', async () => {
  const { body, type } = multipart([
    ['$ACTION_REF_1', ''],
    ['name', '林 薇'],
    ['offerId', 'a'],
    ['offerId', 'b'],
  ])
  const form = await new Response(body, { headers: { 'content-type': type } }).formData()
  expect([...form]).toEqual([
    ['$ACTION_REF_1', ''],
    ['name', '林 薇'],
    ['offerId', 'a'],
    ['offerId', 'b'],
  ])
})

test('values take the place of those that are there, and add none', () => {
  expect(
    withValues(
      [
        ['key', '1'],
        ['slug', 'x'],
      ],
      { key: '2', other: '3' },
    ),
  ).toEqual([
    ['key', '2'],
    ['slug', 'x'],
  ])
})
