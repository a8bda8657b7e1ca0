import type { Fault } from './harness/fault.ts'
import { must } from './harness/until.ts'

const TIMES = 50

/** Everybody who has ever double-clicked, at once. */
export const oneKey: Fault = {
  name: 'one-key',
  what: `${TIMES} parallel submits with one key, then ${TIMES} with one key and two bodies, over two servers`,
  isQuick: true,
  run: async (site) => {
    const [group, ...servers] = await Promise.all([site.group(), site.server(), site.server()])
    const at = (index: number) => servers[index % 2]?.base as string
    const crowd = site.crowd({ at: () => at(0), groups: [group] })
    const same = crowd.wish(group)
    await Promise.all(Array.from({ length: TIMES }, (_, index) => crowd.sendOnce(same, at(index))))
    must(same.state === 'acknowledged', 'the order of the one key was not acknowledged')

    const first = crowd.wish(group)
    const second = { ...crowd.wish(group), key: first.key }
    crowd.wishes[crowd.wishes.length - 1] = second
    const wishes = Array.from({ length: TIMES }, (_, index) => (index % 4 < 2 ? first : second))
    await Promise.all(wishes.map((wish, index) => crowd.sendOnce(wish, at(index))))
    const states = [first, second].map(({ state, code }) => code ?? state).sort()
    must(
      states.join() === 'IDEMPOTENCY_KEY_REUSED,acknowledged',
      `one key with two bodies was answered ${states.join(' and ')}`,
    )
    // the key's order is there once, and it is the one that won: the other is no wish of its own any more
    crowd.wishes.splice(crowd.wishes.indexOf(first.state === 'refused' ? first : second), 1)
    return { note: 'one order each; the other body refused as IDEMPOTENCY_KEY_REUSED', at: at(0) }
  },
}
