import type { Fault } from './harness/fault.ts'

/** Stands in the list so that nobody thinks it forgotten. */
export const webhooks: Fault = {
  name: 'webhooks',
  what: 'incoming webhooks replayed, reordered, stale, forged',
  missing: () => 'there are no incoming webhooks until payments come',
  run: async () => ({}),
}
