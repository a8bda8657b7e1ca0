import { chmodSync, globSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Debian's library that lies about the time; undefined where the package faketime is absent. */
export const faketimeLibrary = (): string | undefined => globSync('/usr/lib/*/faketime/libfaketime.so.1')[0]

export const withoutFaketime = (): string | undefined =>
  faketimeLibrary() ? undefined : 'Debian’s package faketime is not installed'

export type FalseClock = {
  /** For the process that shall believe it. */
  env: Record<string, string>
  /** Moves it, while the process runs: seconds from the true time. */
  set: (seconds: number) => void
}

/** A clock that can be moved under a running process; timers go on as they were. */
export function falseClock(dir: string, name: string): FalseClock {
  const file = join(dir, `${name}.clock`)
  const set = (seconds: number) => {
    writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}s`)
    chmodSync(file, 0o644) // Postgres reads it as another user
  }
  set(0)
  return {
    set,
    env: {
      LD_PRELOAD: faketimeLibrary() ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      FAKETIME_DISABLE_SHM: '1',
    },
  }
}
