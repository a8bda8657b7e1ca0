import { closePool } from '#lib/db/client.ts'
import { startWorker } from '#lib/jobs/worker.ts'

const stop = startWorker()
console.log('worker ready')

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, async () => {
    await stop()
    await closePool()
    process.exit(0)
  })
