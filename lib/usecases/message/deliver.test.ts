import { expect, test } from 'vitest'
import { db, pool } from '#lib/db/client.ts'
import { transaction } from '#lib/db/transaction.ts'
import type { Outgoing } from '#lib/infra/mail/deliver.ts'
import { postMessage } from '../post-message.ts'
import { deliverDueMessages } from './deliver.ts'

async function queued() {
  await transaction((tx) =>
    postMessage(tx, {
      to: { kind: 'email', value: 'lin@example.org' },
      template: 'signInCode',
      locale: 'zh-CN',
      facts: { code: '123456', minutes: 10 },
    }),
  )
  return db.message.findFirstOrThrow({ orderBy: { id: 'desc' } })
}

const refusing = async () => Promise.reject(new Error('no such host'))
/** As if the wait for the next try were over. */
const due = (id: string) =>
  pool.query(`update messages set next_try_at = now() - interval '1 second' where id = $1`, [id])

test('a message is in the reader’s language and goes out once, however many workers look', async () => {
  const { id } = await queued()
  const sent: Outgoing[] = []
  const carrier = async (message: Outgoing) => {
    sent.push(message)
  }
  const taken = await Promise.all(Array.from({ length: 8 }, () => deliverDueMessages(carrier)))
  expect(taken.sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 1])
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({ id, to: 'lin@example.org', channel: 'email' })
  expect(sent[0]?.subject).toMatch(/验证码.*123456/)
  expect(await deliverDueMessages(carrier)).toBe(0)
  // a real shop keeps no code it has sent
  expect(await db.message.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'sent', facts: {} })
})

test('what could not be sent waits with its reason, keeps no other, and is sent by a later try', async () => {
  const { id } = await queued()
  const { id: other } = await queued()
  const carrier = (message: Outgoing) => (message.id === id ? refusing() : Promise.resolve())
  await deliverDueMessages(carrier)
  expect(await db.message.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: 'queued',
    attempts: 1,
    error: 'no such host',
  })
  expect(await db.message.findUniqueOrThrow({ where: { id: other } })).toMatchObject({ state: 'sent' })
  expect(await deliverDueMessages(async () => undefined)).toBe(0) // not yet
  await due(id)
  expect(await deliverDueMessages(async () => undefined)).toBe(1)
  expect(await db.message.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'sent', error: null })
})

test('after six tries it is given up: marked, kept, and never sent', async () => {
  const { id } = await queued()
  for (let attempt = 1; attempt <= 6; attempt++) {
    await due(id)
    expect(await deliverDueMessages(refusing)).toBe(1)
  }
  expect(await db.message.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'failed', attempts: 6 })
  await due(id)
  expect(await deliverDueMessages(async () => undefined)).toBe(0)
})

test('a message of a worker that died is sent by another, once its time is over', async () => {
  const { id } = await queued()
  const stuck = deliverDueMessages(() => new Promise(() => {}))
  while ((await db.message.findUniqueOrThrow({ where: { id } })).attempts === 0);
  expect(await deliverDueMessages(async () => undefined)).toBe(0)
  await due(id)
  expect(await deliverDueMessages(async () => undefined)).toBe(1)
  expect(await Promise.race([stuck, 'still waiting'])).toBe('still waiting')
})

test('a message of a transaction that fell back never existed', async () => {
  const before = await db.message.count()
  const failing = transaction(async (tx) => {
    await postMessage(tx, {
      to: { kind: 'phone', value: '+16045550142' },
      template: 'signInCode',
      locale: 'en',
      facts: { code: '1', minutes: 1 },
    })
    throw new Error('fell back')
  })
  await expect(failing).rejects.toThrow('fell back')
  expect(await db.message.count()).toBe(before)
})
