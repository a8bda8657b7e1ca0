import { randomBytes } from 'node:crypto'
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'

export type OwnAnswer = { status: number; headers: IncomingHttpHeaders; body: Buffer }
export type OwnDoor = {
  ask(path: string, headers?: Record<string, string>): Promise<OwnAnswer>
  close(): void
}

const PATIENCE_MS = 15_000

/**
 * A second listener of this very process, for what it asks of itself: a page for everybody, the numbers of a group.
 * Nobody else knows its key.
 * @param answer how a request is answered; it carries `x-shared: 1`, which nobody outside can send
 */
export async function openOwnDoor(answer: (req: IncomingMessage, res: ServerResponse) => void): Promise<OwnDoor> {
  const key = randomBytes(24).toString('base64url')
  const server = createServer((req, res) => {
    if (req.headers['x-own'] !== key) {
      res.writeHead(403).end()
      return
    }
    delete req.headers['x-own']
    req.headers['x-shared'] = '1'
    answer(req, res)
  })
  // Both ends are this process: a connection that one end closed for being idle could be the one the other end just took.
  server.keepAliveTimeout = 0
  // exclusive: in a cluster, else, another process would answer
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen({ port: 0, host: '127.0.0.1', exclusive: true }, done)
  })
  server.unref()
  const { port } = server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  return {
    ask: (path, headers = {}) => ask({ host: '127.0.0.1', port, path, agent, headers: { ...headers, 'x-own': key } }),
    close: () => {
      agent.destroy()
      server.close()
      server.closeAllConnections()
    },
  }
}

type Question = { host: string; port: number; path: string; agent: Agent; headers: Record<string, string> }

function ask(question: Question): Promise<OwnAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request({ ...question, timeout: PATIENCE_MS }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('error', reject)
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(chunks) }),
      )
    })
    asked.once('timeout', () => asked.destroy(new Error('no answer in time')))
    asked.once('error', reject)
    asked.end()
  })
}
