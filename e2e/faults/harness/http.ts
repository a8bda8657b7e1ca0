import { type Agent, type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'

export type HttpAnswer = { status: number; headers: IncomingHttpHeaders; text: string }
export type HttpAsk = {
  method?: string
  headers?: Record<string, string>
  body?: string
  agent?: Agent
  timeoutMs?: number
}

/**
 * One request that is sent once and never again by itself, so that every lost answer is seen.
 * @throws when the connection breaks, or nothing comes for `timeoutMs`
 */
export function ask(url: string, { method = 'GET', headers = {}, body, agent, timeoutMs = 25_000 }: HttpAsk = {}) {
  return new Promise<HttpAnswer>((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const req = request(url, { method, headers: { ...headers, ...length }, ...(agent && { agent }) }, (res) => {
      const parts: Buffer[] = []
      res.on('data', (part: Buffer) => parts.push(part))
      res.on('end', () =>
        resolve({ status: res.statusCode ?? 0, headers: res.headers, text: Buffer.concat(parts).toString() }),
      )
      res.on('error', reject)
      res.on('aborted', () => reject(new Error('the answer was cut off')))
    })
    req.setTimeout(timeoutMs, () => req.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)))
    req.on('error', reject)
    req.end(body)
  })
}

/** The status of an answer, 0 when none comes. */
export const statusOf = (url: string, timeoutMs = 2_000): Promise<number> =>
  ask(url, { timeoutMs }).then(
    ({ status }) => status,
    () => 0,
  )

/** Whether somebody listens on this port of this machine. */
export const takesConnections = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const say = (answer: boolean) => () => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', say(true)).once('error', say(false))
  })
