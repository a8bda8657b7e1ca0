import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KEY, type Load, type LoadRequest, type LoadResult } from './request.ts'

/** A text as Lua reads it. */
const lua = (text: string): string =>
  `"${text.replace(/[\\"\n\r]/g, (sign) => `\\${sign.charCodeAt(0).toString().padStart(3, '0')}`)}"`

/**
 * Requests are put together once; sending one is joining the parts around its key, which keeps the generator light. Keys
 * are UUIDs made of the run and a counter.
 */
function scriptOf(requests: readonly LoadRequest[]): string {
  const rows = requests.map(({ method, path, headers = {}, body }) => {
    const pairs = Object.entries(headers).map(([name, value]) => `[${lua(name)}]=${lua(value)}`)
    return `{${lua(method)}, ${lua(path)}, {${pairs.join(', ')}}, ${body === undefined ? 'nil' : lua(body)}}`
  })
  const run = Math.floor(Math.random() * 0xffffffff)
    .toString(16)
    .padStart(8, '0')
  return `
local asked = {${rows.join(',\n')}}
local key, run = ${lua(KEY)}, ${lua(run)}
local parts, at, sent = {}, 0, 0
function init()
  for i, r in ipairs(asked) do
    local raw = wrk.format(r[1], r[2], r[3], r[4])
    local from, to = raw:find(key, 1, true)
    parts[i] = from and {raw:sub(1, from - 1), raw:sub(to + 1)} or {raw}
  end
end
function request()
  at = at % #parts + 1
  sent = sent + 1
  local part = parts[at]
  if not part[2] then return part[1] end
  return part[1] .. string.format("%s-0000-4000-8000-%012x", run, sent) .. part[2]
end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format('RESULT {"requests":%d,"us":%d,"p50":%d,"p99":%d,"errors":%d}\\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
`
}

export async function byWrk({ base, connections, seconds, requests }: Load): Promise<LoadResult> {
  const folder = mkdtempSync(join(tmpdir(), 'kaituan-wrk-'))
  const script = join(folder, 'load.lua')
  writeFileSync(script, scriptOf(requests))
  try {
    const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '20s', '-s', script, base]
    const output = await outputOf('wrk', args)
    const found = /^RESULT (.*)$/m.exec(output)?.[1]
    if (!found) throw new Error(`wrk failed:\n${output}`)
    const { requests: answered, us, p50, p99, errors } = JSON.parse(found)
    return { requests: answered, perSecond: (answered * 1e6) / us, p50: p50 / 1000, p99: p99 / 1000, errors }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function outputOf(program: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk
      })
    child.once('error', reject)
    child.once('exit', () => resolve(output))
  })
}
