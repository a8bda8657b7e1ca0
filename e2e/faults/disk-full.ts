import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from './harness/fault.ts'
import { statusOf } from './harness/http.ts'
import { leftovers } from './harness/program.ts'
import { must, until } from './harness/until.ts'

const MB = 1024 * 1024
const DISK_MB = 320

/** The database's disk runs full in the rush. */
export const diskFull: Fault = {
  name: 'disk-full',
  what: `Postgres on a disk of ${DISK_MB} MB that is filled under load; reads live on; then it is freed`,
  missing: () => (canMount() ? undefined : 'no file system can be mounted here (not root, or not allowed)'),
  ownDatabase: true,
  run: async (site) => {
    const disk = join(site.dir, 'disk')
    mkdirSync(disk, { mode: 0o755 })
    mount('-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=755`, 'tmpfs', disk)
    const unmount = () => {
      spawnSync('umount', ['--lazy', disk])
      leftovers.delete(unmount)
    }
    leftovers.add(unmount)
    site.onClose(unmount)
    // the log of what is committed lies there too: some of it is kept ready, as on any server that has run for a while
    const cluster = await site.ownCluster({
      dir: join(disk, 'postgres'),
      flags: ['min_wal_size=128MB', 'max_wal_size=160MB'],
    })
    await site.open(cluster)
    const [group, { base }] = await Promise.all([site.group(), site.server({ processes: 2 })])
    const crowd = site.crowd({ at: () => base, groups: [group], newConnections: true }).start()
    await crowd.more(60)
    const ballast = join(disk, 'ballast')
    const fill = fillUp(ballast)
    await until(
      'an order hears that it cannot be written',
      () => {
        fill() // whatever Postgres has given back since
        return crowd.unavailable[503] > 0
      },
      90_000,
    )
    const read = await statusOf(`${base}/g/${group.slug}?again=${Date.now()}`, 8_000)
    const health = await statusOf(`${base}/api/health`, 8_000)
    must(read === 200 && health === 200, `with the disk full a page is ${read}, health ${health}`)
    must(cluster.isUp, 'Postgres itself went down')
    rmSync(ballast)
    const freed = performance.now()
    const recoverMs = await crowd.recovered(freed)
    await crowd.more(60)
    await crowd.stop()
    return { recoverMs, note: `${crowd.unavailable[503]} orders answered 503, pages went on`, at: base }
  },
}

function mount(...args: string[]): void {
  const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`mount failed: ${stderr}`)
}

/** Tried in a mount namespace that ends with the try. */
const canMount = (): boolean =>
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', '/mnt']).status === 0

/** @returns fills the disk to its last byte, as often as it is called */
function fillUp(path: string): () => void {
  return () => {
    const file = openSync(path, 'a')
    try {
      for (let size = MB; size >= 512; size /= 2) {
        const bytes = Buffer.alloc(size)
        try {
          while (writeSync(file, bytes) === size);
        } catch {
          // no room for this much any more
        }
      }
    } finally {
      closeSync(file)
    }
  }
}
