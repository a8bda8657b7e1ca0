import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { transaction } from '#lib/db/transaction.ts'
import { postMessage } from '../post-message.ts'
import { deliverMessage, giveUpMessage } from './deliver.ts'

async function queued() {
  await transaction((tx) =>
    postMessage(tx, {
      to: { kind: 'email', value: 'lin@example.org' },
      template: 'signInCode',
      locale: 'zh-CN',
      values: { code: '123456', minutes: 10 },
    }),
  )
  return db.message.findFirstOrThrow({ orderBy: { id: 'desc' } })
}

test('a message is in the reader’s language and goes out once, however many workers hold its job', async () => {
  const { id, subject } = await queued()
  expect(subject).toContain('123456')
  expect(subject).toMatch(/验证码/)
  const sent: string[] = []
  const carrier = async (message: { id: string }) => {
    sent.push(message.id)
  }
  await Promise.all(Array.from({ length: 8 }, () => deliverMessage(id, carrier)))
  expect(sent).toEqual([id])
  expect(await deliverMessage(id, carrier)).toBe('nothing to do')
  // a real shop keeps no code it has sent
  expect(await db.message.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'sent', text: '', subject: '' })
})

test('what could not be sent stays queued with its reason, and is sent by the next try', async () => {
  const { id } = await queued()
  await expect(deliverMessage(id, async () => Promise.reject(new Error('no such host')))).rejects.toThrow(
    'no such host',
  )
  expect(await db.message.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: 'queued',
    attempts: 1,
    error: 'no such host',
  })
  expect(await deliverMessage(id, async () => undefined)).toBe('sent')
})

test('a message of a transaction that fell back never existed', async () => {
  const before = await db.message.count()
  const failing = transaction(async (tx) => {
    await postMessage(tx, {
      to: { kind: 'phone', value: '+16045550142' },
      template: 'signInCode',
      locale: 'en',
      values: { code: '1', minutes: 1 },
    })
    throw new Error('fell back')
  })
  await expect(failing).rejects.toThrow('fell back')
  expect(await db.message.count()).toBe(before)
})

test('a message given up is marked and never sent', async () => {
  const { id } = await queued()
  await giveUpMessage(id)
  expect(await db.message.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'failed' })
  expect(await deliverMessage(id, async () => undefined)).toBe('nothing to do')
})
