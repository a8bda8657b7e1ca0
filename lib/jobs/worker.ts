import type { PgBoss } from 'pg-boss'
import { log } from '#lib/infra/log.ts'
import { DEAD, type JobOf, openBoss, prepareQueues, QUEUES, type QueueName } from '#lib/infra/queue.ts'
import { completeDueGroupOrders } from '#lib/usecases/collection/complete.ts'
import { closeDueGroupOrders } from '#lib/usecases/group-order/close.ts'
import { deliverMessage, giveUpMessage } from '#lib/usecases/message/deliver.ts'

const SWEEP_SECONDS = 1

/** What each queue's jobs call: one use case a queue. */
const HANDLERS: { [Name in QueueName]: (data: JobOf<Name>) => Promise<unknown> } = {
  'deliver-message': ({ messageId }) => deliverMessage(messageId),
}

async function work<Name extends QueueName>(boss: PgBoss, name: Name): Promise<void> {
  await boss.work(name, { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2, batchSize: 20 }, async (jobs) => {
    for (const job of jobs) await HANDLERS[name](QUEUES[name].parse(job.data))
  })
}

/** Messages whose every try failed: marked, so that an admin can see what never got away. */
async function bury(boss: PgBoss): Promise<void> {
  await boss.work(DEAD, async (jobs) => {
    for (const { data } of jobs) {
      const lost = QUEUES['deliver-message'].safeParse(data)
      if (lost.success) await giveUpMessage(lost.data.messageId)
    }
  })
}

/** Looks for whatever is due. Cutoffs need no job: the rows say what is due, and a look costs one index read. */
function sweepEverySecond(): () => Promise<void> {
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  const once = async () => {
    try {
      const closed = await closeDueGroupOrders()
      if (closed > 0) log.info({ closed }, 'group orders closed')
      await completeDueGroupOrders()
    } catch (error) {
      log.error(
        { error: error instanceof Error ? error.message : String(error) },
        'sweep failed; it will be tried again',
      )
    }
    if (!stopped) setTimeout(() => (running = once()), SWEEP_SECONDS * 1_000)
  }
  running = once()
  return async () => {
    stopped = true
    await running
  }
}

/** Starts the worker of this process. @returns how to stop it: running jobs finish first */
export async function startWorker(): Promise<() => Promise<void>> {
  await prepareQueues()
  const boss = openBoss()
  await boss.start()
  for (const name of Object.keys(QUEUES) as QueueName[]) await work(boss, name)
  await bury(boss)
  const stopSweeping = sweepEverySecond()
  return async () => {
    await stopSweeping()
    await boss.stop({ graceful: true, timeout: 20_000 })
  }
}
