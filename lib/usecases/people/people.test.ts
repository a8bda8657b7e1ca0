import { expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import type { AdminFor } from '#lib/domain/who.ts'
import { newId } from '#lib/infra/ids.ts'
import { adminGate, dutiesOf, keeperGate } from '#lib/queries/gates.ts'
import { operatorPage } from '#lib/queries/operator.ts'
import { makeStation } from '#prisma/factories/catalogue.ts'
import { makeAdmin, makeUser } from '#prisma/factories/people.ts'
import { saveOperator } from '../operator/save.ts'
import { addKeeper } from '../station/add-keeper.ts'
import { removeKeeper } from '../station/remove-keeper.ts'
import { type StationInput, saveStation } from '../station/save.ts'
import { giveDuty } from './give-duty.ts'
import { setDisabled } from './set-disabled.ts'
import { takeDuty } from './take-duty.ts'

const chief = async () => {
  const { id } = await makeAdmin(db, ['people'])
  return (await adminGate(id, 'people')) as AdminFor<'people'>
}
const onlyChief = async () => {
  await db.duty.deleteMany({ where: { duty: 'people' } })
  return chief()
}
const refused = (code: string, more = {}) => ({ ok: false, refusal: { code, ...more } })

test('a duty is given by any spelling of an address, also to someone who never came, and taken again', async () => {
  const who = await chief()
  const given = await giveDuty(who, { contact: ' Wen@Example.ORG ', duty: 'stock' })
  if (!given.ok) throw new Error(given.refusal.code)
  const { userId } = given.value
  expect(await giveDuty(who, { contact: 'wen@example.org', duty: 'stock' })).toEqual(given)
  expect(await dutiesOf(userId)).toEqual(['stock'])
  expect(await takeDuty(who, { userId, duty: 'stock' })).toEqual({ ok: true, value: true })
  expect(await dutiesOf(userId)).toEqual([])
  expect(await takeDuty(who, { userId, duty: 'stock' })).toEqual(refused('NOT_FOUND'))
  const trail = await db.auditEntry.findMany({ where: { subjectId: userId }, orderBy: { at: 'asc' } })
  expect(trail.map(({ action }) => action)).toEqual(['duty.give', 'duty.take'])
})

test('no address, or that of someone shut out, gets nothing', async () => {
  const who = await chief()
  const bad = await giveDuty(who, { contact: 'wen', duty: 'stock' })
  expect(bad).toEqual(refused('BAD_CONTACT', { field: 'contact' }))
  const { email } = await makeUser(db, { disabled: true })
  const shut = await giveDuty(who, { contact: email ?? '', duty: 'stock' })
  expect(shut).toEqual(refused('PERSON_DISABLED', { field: 'contact' }))
})

test('the last one who looks after people stays', async () => {
  const who = await onlyChief()
  expect(await takeDuty(who, { userId: who.userId, duty: 'people' })).toEqual(refused('LAST_PEOPLE_ADMIN'))
  const { id } = await makeAdmin(db, ['people'])
  await db.user.update({ where: { id }, data: { disabledAt: new Date() } })
  expect(await takeDuty(who, { userId: who.userId, duty: 'people' })).toEqual(refused('LAST_PEOPLE_ADMIN'))
})

test('two who remove each other at the same moment: one remains', async () => {
  const one = await onlyChief()
  const two = await chief()
  const answers = await Promise.all([
    takeDuty(one, { userId: two.userId, duty: 'people' }),
    takeDuty(two, { userId: one.userId, duty: 'people' }),
  ])
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await db.duty.count({ where: { duty: 'people' } })).toBe(1)
})

test('a person shut out loses every session; let in again they start anew', async () => {
  const who = await chief()
  const { id } = await makeUser(db)
  await db.session.create({ data: { tokenHash: newId(), userId: id, expiresAt: new Date(Date.now() + 60_000) } })
  expect(await setDisabled(who, { userId: id, disabled: true })).toEqual({ ok: true, value: true })
  expect(await db.session.count({ where: { userId: id } })).toBe(0)
  expect(await setDisabled(who, { userId: id, disabled: true })).toEqual(refused('NOT_FOUND'))
  expect(await setDisabled(who, { userId: id, disabled: false })).toEqual({ ok: true, value: true })
  expect(await db.user.findUnique({ where: { id } })).toMatchObject({ disabledAt: null })
})

test('nobody shuts themselves out, nor whoever is left to appoint others', async () => {
  const who = await onlyChief()
  expect(await setDisabled(who, { userId: who.userId, disabled: true })).toEqual(refused('NOT_YOURSELF'))
  const other = await chief()
  await db.duty.deleteMany({ where: { userId: who.userId } })
  expect(await setDisabled(who, { userId: other.userId, disabled: true })).toEqual(refused('LAST_PEOPLE_ADMIN'))
  expect(await setDisabled(other, { userId: newId(), disabled: false })).toEqual(refused('NOT_FOUND'))
})

const station = (more: Partial<StationInput> = {}): StationInput => ({
  name: { en: 'Blue Door', 'zh-CN': '蓝门' },
  address: { en: '12 Maple Lane' },
  hours: {},
  note: {},
  door: 'blue',
  timeZone: 'America/Vancouver',
  capacity: 40,
  active: true,
  ...more,
})

test('stations are made and changed; unknown ones and unknown time zones are refused', async () => {
  const who = await chief()
  const made = await saveStation(who, station())
  if (!made.ok) throw new Error(made.refusal.code)
  const { stationId } = made.value
  expect(await saveStation(who, station({ stationId, capacity: null }))).toEqual(made)
  expect(await db.station.findUnique({ where: { id: stationId } })).toMatchObject({ capacity: null })
  expect(await saveStation(who, station({ stationId: newId() }))).toEqual(refused('NOT_FOUND'))
  const zone = await saveStation(who, station({ timeZone: 'Mars/Olympus' }))
  expect(zone).toEqual(refused('BAD_TIME_ZONE', { field: 'timeZone' }))
  expect(await db.auditEntry.count({ where: { subjectId: stationId } })).toBe(2)
})

test('keepers come by address and go; twice is once', async () => {
  const who = await chief()
  const { id: stationId } = await makeStation(db)
  const added = await addKeeper(who, { stationId, contact: '+1 604 555 0142' })
  if (!added.ok) throw new Error(added.refusal.code)
  const { userId } = added.value
  expect(await addKeeper(who, { stationId, contact: '6045550142' })).toEqual(added)
  expect(await keeperGate(userId, stationId)).toBeDefined()
  expect(await addKeeper(who, { stationId: newId(), contact: 'a@example.org' })).toEqual(refused('NOT_FOUND'))
  const bad = await addKeeper(who, { stationId, contact: 'nobody' })
  expect(bad).toEqual(refused('BAD_CONTACT', { field: 'contact' }))
  expect(await removeKeeper(who, { stationId, userId })).toEqual({ ok: true, value: true })
  expect(await removeKeeper(who, { stationId, userId })).toEqual(refused('NOT_FOUND'))
  expect(await keeperGate(userId, stationId)).toBeUndefined()
  expect(await db.auditEntry.count({ where: { subjectId: stationId } })).toBe(2)
})

test('the operator says who they are, and the trail says what changed', async () => {
  const who = await chief()
  const input = {
    name: { en: 'Maple Lane Co-op', 'zh-CN': '枫叶巷合作社' },
    legalName: 'Maple Lane Co-op Ltd',
    registration: 'BC1234567',
    licence: 'F-22',
    address: '12 Maple Lane',
    about: { en: 'Neighbours.' },
    terms: { en: 'Be kind.' },
    allowsWithdrawals: false,
    claimHours: 48,
    complaintContact: 'help@example.org',
  }
  await saveOperator(who, input)
  await saveOperator(who, { ...input, licence: 'F-23' })
  expect(await operatorPage()).toMatchObject({ ...input, licence: 'F-23' })
  const [last] = await db.auditEntry.findMany({ where: { subjectType: 'operator' }, orderBy: { at: 'desc' }, take: 1 })
  expect(last?.data).toEqual({ changed: ['licence'] })
})
