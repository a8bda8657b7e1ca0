import { appClock } from './app-clock.ts'
import { backendsCommit } from './backends-commit.ts'
import { closers } from './closers.ts'
import { databaseClock } from './database-clock.ts'
import { diskFull } from './disk-full.ts'
import { dst } from './dst.ts'
import type { Fault } from './harness/fault.ts'
import { killApp } from './kill-app.ts'
import { killPostgres } from './kill-postgres.ts'
import { killServer } from './kill-server.ts'
import { killWorker } from './kill-worker.ts'
import { lostAnswers } from './lost-answers.ts'
import { oldTab } from './old-tab.ts'
import { oneKey } from './one-key.ts'
import { oppositeBaskets } from './opposite-baskets.ts'
import { pgbouncer } from './pgbouncer.ts'
import { poolFull } from './pool-full.ts'
import { restartCutoff } from './restart-cutoff.ts'
import { restore } from './restore.ts'
import { retryStorm } from './retry-storm.ts'
import { rollingRestart } from './rolling-restart.ts'
import { sigstop } from './sigstop.ts'
import { sigtermDrain } from './sigterm-drain.ts'
import { slowDatabase } from './slow-database.ts'
import { twoAndTwo } from './two-and-two.ts'
import { webhooks } from './webhooks.ts'

/** In the order in which they run. */
export const FAULTS: readonly Fault[] = [
  oneKey,
  killApp,
  killServer,
  killWorker,
  killPostgres,
  backendsCommit,
  closers,
  restartCutoff,
  oppositeBaskets,
  poolFull,
  retryStorm,
  slowDatabase,
  sigstop,
  lostAnswers,
  sigtermDrain,
  rollingRestart,
  twoAndTwo,
  pgbouncer,
  appClock,
  databaseClock,
  dst,
  oldTab,
  restore,
  diskFull,
  webhooks,
]
