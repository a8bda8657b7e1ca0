import { log } from '#lib/infra/log.ts'
import { escalateClaims } from '#lib/usecases/claim/escalate.ts'
import { completeDueGroupOrders } from '#lib/usecases/collection/complete.ts'
import { closeDueGroupOrders } from '#lib/usecases/group-order/close.ts'
import { expandAnnouncements } from '#lib/usecases/message/announce.ts'
import { deliverDueMessages } from '#lib/usecases/message/deliver.ts'
import { announceDue } from '#lib/usecases/message/tell-due.ts'
import { cancelUnpaidOrders } from '#lib/usecases/payment/cancel-unpaid.ts'
import { lookAfterPayments } from '#lib/usecases/payment/look-after.ts'
import { sendDueRefunds } from '#lib/usecases/payment/send-refunds.ts'
import { settleLatePayments } from '#lib/usecases/payment/settle-late.ts'

/**
 * What a worker looks for, each a use case that any number of processes may call at any time and that says how much it
 * did. The rows say what is due (docs/adr/0003, 0009): nothing is lost with a process, and a look costs an index read.
 */
const DUTIES = {
  close: closeDueGroupOrders,
  complete: completeDueGroupOrders,
  claims: escalateClaims,
  tell: announceDue,
  announce: expandAnnouncements,
  deliver: deliverDueMessages,
  payments: lookAfterPayments,
  refunds: sendDueRefunds,
  unpaid: cancelUnpaidOrders,
  late: settleLatePayments,
}

const LOOK_MS = 1_000

/** Looks every second, and again at once while there is more to do. @returns how to stop: what is under way finishes */
function keepLooking(duty: keyof typeof DUTIES): () => Promise<void> {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let looking = Promise.resolve()
  const look = async () => {
    try {
      while (!isStopped) {
        const done = await DUTIES[duty]()
        if (done === 0) break
        log.debug({ duty, done }, 'worked')
      }
    } catch (error) {
      log.error({ duty, error: error instanceof Error ? error.message : String(error) }, 'will be tried again')
    }
    if (!isStopped) timer = setTimeout(start, LOOK_MS)
  }
  const start = () => {
    looking = look()
  }
  start()
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await looking
  }
}

/** Starts the worker of this process; slow mail keeps no cutoff waiting. @returns how to stop it */
export function startWorker(): () => Promise<void> {
  const stops = (Object.keys(DUTIES) as (keyof typeof DUTIES)[]).map(keepLooking)
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}
