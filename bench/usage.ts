import { readdirSync, readFileSync } from 'node:fs'

/** What a group of processes uses: memory with shared parts divided, and processor time so far. Zeros where /proc is absent. */
export type Usage = { memoryMb: number; cpuMs: number }

/** Linux counts processor time in ticks of a hundredth of a second. */
const TICK_MS = 10

/** @param leader the process that began the group */
export function usageOf(leader: number): Usage {
  const usage = { memoryMb: 0, cpuMs: 0 }
  for (const pid of processes()) {
    const stat = statOf(pid)
    if (stat?.group !== leader) continue
    usage.cpuMs += stat.cpuMs
    usage.memoryMb += memoryOf(pid)
  }
  return { memoryMb: Math.round(usage.memoryMb), cpuMs: usage.cpuMs }
}

function processes(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return [] // not Linux
  }
}

/** The fields of /proc/PID/stat are counted after the name, which may hold anything. A process may end meanwhile. */
function statOf(pid: string): { group: number; cpuMs: number } | undefined {
  const text = read(`/proc/${pid}/stat`)
  if (!text) return undefined
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { group: Number(fields[2]), cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS }
}

const memoryOf = (pid: string): number =>
  Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
