'use server'

import { redirect } from 'next/navigation'
import { leaderGate, managerGate } from '#lib/queries/gates.ts'
import { type Created, createGroupOrder } from '#lib/usecases/group-order/create.ts'
import { editGroupOrder } from '#lib/usecases/group-order/edit.ts'
import { saveDraft } from '#lib/usecases/group-order/save-draft.ts'
import { defineAction } from '#lib/web/define-action.ts'
import { explainCost } from '../explain.ts'
import { draftGroup, newGroup, runningGroup } from './schema.ts'

const manager = async (userId: string | undefined, input: { groupOrderId: string }) =>
  userId ? managerGate(userId, input.groupOrderId) : undefined

const DONE = { draft: 'draft', scheduled: 'scheduled', open: 'opened' } as const

const toGroup = ({ groupOrderId, state }: Created): never =>
  redirect(`/leader/group-orders/${groupOrderId}?done=${DONE[state]}`)

export const openGroup = defineAction({
  schema: newGroup,
  gate: async (userId) => (userId ? leaderGate(userId) : undefined),
  run: (who, { intent, fromId, ...wanted }) => createGroupOrder(who, wanted, intent, fromId),
  explain: (refusal, _input, locale) => explainCost(refusal, locale),
  done: async (created) => toGroup(created),
})

export const saveGroupDraft = defineAction({
  schema: draftGroup,
  gate: manager,
  run: (who, { intent, ...wanted }) => saveDraft(who, wanted, intent),
  explain: (refusal, _input, locale) => explainCost(refusal, locale),
  done: async (created) => toGroup(created),
})

export const editGroup = defineAction({
  schema: runningGroup,
  gate: manager,
  run: (who, input) => editGroupOrder(who, input),
  explain: (refusal, _input, locale) => explainCost(refusal, locale),
  done: async (_value, input) => redirect(`/leader/group-orders/${input.groupOrderId}?done=edited`),
})
