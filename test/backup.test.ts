import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { restoreBackup, writeBackup } from '#bin/lib/archive.ts'
import { db, pool } from '#lib/db/client.ts'
import { sqlTransaction } from '#lib/db/transaction.ts'
import { paidAtPickup } from '#lib/domain/ledger.ts'
import { newId } from '#lib/infra/ids.ts'
import { closeGroupOrder } from '#lib/usecases/group-order/close.ts'
import { postToLedger } from '#lib/usecases/ledger/post.ts'
import { makeOpenGroup, makeOrder } from '#prisma/factories/group-order.ts'
import { onServer, PREFIX, TEMPLATE, urlOf } from './databases.ts'

const dir = mkdtempSync(join(tmpdir(), 'kaituan-backup-'))
const COPY = `${PREFIX}restored`
afterAll(async () => {
  rmSync(dir, { recursive: true })
  await onServer(`drop database if exists ${COPY} with (force)`)
})

const CONTENT = `select (select count(*) from orders) as orders, (select sum(total_minor) from orders) as total,
  (select count(*) from order_lines) as lines, (select string_agg(name || idempotency_key, ',' order by id) from orders) as keys,
  (select count(*) from audit_entries) as trail, (select jsonb_agg(amount_minor order by id) from ledger_entries) as money, (select jsonb_agg(title order by id) from group_orders) as titles`

test('a backup comes back whole in a new database, with its uploads, and only into an empty one', async () => {
  const group = await makeOpenGroup(db, {
    title: { en: 'Tabs\tand "quotes" \\ and\nlines', 'zh-CN': '制表符与换行' },
    offers: [{ priceMinor: 560 }, { priceMinor: 300, source: 'stock', onHand: 9 }],
  })
  const line = (index: number) => ({ offerId: group.offers[index]?.offerId ?? '', quantity: 2 })
  const facts = { groupOrderId: group.groupOrderId, stationId: group.stationId }
  await makeOrder(db, { ...facts, lines: [line(0), line(1)] })
  await makeOrder(db, { ...facts, lines: [line(0)], name: '林\\N' })
  await closeGroupOrder(group.groupOrderId, { actorRole: 'system', early: true })
  const money = { collectionId: newId(), orderId: newId(), keeperId: newId(), totalMinor: 900, currency: 'CAD' }
  const paid = paidAtPickup(money)
  await sqlTransaction((tx) => postToLedger(tx, paid ? [paid] : []))
  const uploads = join(dir, 'uploads')
  mkdirSync(join(uploads, 'products'), { recursive: true })
  writeFileSync(join(uploads, 'products', 'a.webp'), 'picture')

  const url = process.env.DATABASE_URL ?? ''
  const backup = join(dir, 'backup')
  const { tables } = await writeBackup(url, backup, uploads)
  expect(tables.find(({ name }) => name === 'orders')?.rows).toBe(2)
  // it holds names and addresses: for its owner alone
  expect(statSync(backup).mode & 0o077).toBe(0)
  expect(statSync(join(backup, 'orders.copy.gz')).mode & 0o077).toBe(0)

  await onServer(`drop database if exists ${COPY} with (force)`, `create database ${COPY} template ${TEMPLATE}`)
  const back = join(dir, 'back')
  await restoreBackup(urlOf(COPY), backup, back)
  const copy = new pg.Client(urlOf(COPY))
  await copy.connect()
  try {
    expect((await copy.query(CONTENT)).rows).toEqual((await pool.query(CONTENT)).rows)
    // what comes next is numbered after what came back
    const { rows } = await copy.query(
      `insert into ledger_accounts (kind, owner_id, currency) values ('till', gen_random_uuid(), 'CAD')
       returning id > (select max(id) from ledger_accounts) as "isNext"`,
    )
    expect(rows).toEqual([{ isNext: true }])
  } finally {
    await copy.end()
  }
  expect(readFileSync(join(back, 'products', 'a.webp'), 'utf8')).toBe('picture')
  await expect(restoreBackup(urlOf(COPY), backup, back)).rejects.toThrow('not empty')
})

test('what is not a finished backup, or of another version, is refused', async () => {
  const unfinished = join(dir, 'unfinished')
  mkdirSync(unfinished)
  await expect(restoreBackup(urlOf(COPY), unfinished, dir)).rejects.toThrow('no finished backup')
  const foreign = { format: 1, createdAt: '', migrations: ['20200101000000_other'], tables: [] }
  writeFileSync(join(unfinished, 'manifest.json'), JSON.stringify(foreign))
  await expect(restoreBackup(urlOf(COPY), unfinished, dir)).rejects.toThrow('another version')
})
