import { closePool } from '#lib/db/client.ts'
import { reconcile } from '#lib/queries/reconcile.ts'

/** npm run reconcile: every invariant that the data can decide, one line each with its count; exit 1 on any breach. */
const SHOWN = 10

try {
  for (const { id, rule, checked, breaches } of await reconcile()) {
    const verdict = breaches.length === 0 ? 'ok' : `${breaches.length} BREACHES`
    console.log(`${id.padEnd(4)} ${verdict.padEnd(12)} ${String(checked).padStart(8)} checked  ${rule}`)
    for (const what of breaches.slice(0, SHOWN)) console.log(`       ${what}`)
    if (breaches.length > SHOWN) console.log(`       … and ${breaches.length - SHOWN} more`)
    if (breaches.length > 0) process.exitCode = 1
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await closePool()
}
