import { closePool } from '#lib/db/client.ts'
import { startWorker } from '#lib/jobs/worker.ts'

const stop = startWorker()
console.log('worker ready')

let isEnding = false
/** What is under way finishes. */
const end = async () => {
  if (isEnding) return
  isEnding = true
  await stop()
  await closePool()
  process.exit(0)
}
process.on('SIGTERM', end)
process.on('SIGINT', end)
// bin/start.mjs has died without a word: nobody would ever end us
process.on('disconnect', end)
