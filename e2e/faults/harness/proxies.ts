import { createServer, type IncomingMessage, request } from 'node:http'
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { freePort } from './cluster.ts'

/** `active`: requests that it has not answered yet. */
export type Backend = { port: number; isOn: boolean; active: number }
export type Fate = 'whole' | 'cut when sent' | 'cut when answered'

export type PlainProxy = {
  base: string
  backends: Backend[]
  /** Requests that no backend took. */
  refused: number
  cut: number
  close: () => void
}

/**
 * The plainest proxy: round robin, a new connection for each request, the next backend when one does not let it in. What a
 * backend has begun to take is never sent again.
 * @param fate what becomes of a request's answer: a proxy in a tunnel loses some
 */
export async function plainProxy(ports: number[], fate: () => Fate = () => 'whole'): Promise<PlainProxy> {
  const port = await freePort()
  let turn = 0
  const server = createServer((req, res) => {
    const own = fate()
    const cut = () => {
      proxy.cut += 1
      req.socket.destroy()
    }
    const pass = (body: Buffer, left: Backend[]): void => {
      turn += 1
      const backend = left[turn % Math.max(1, left.length)]
      if (!backend) {
        proxy.refused += 1
        res.writeHead(502).end('{"code":"BAD_GATEWAY"}')
        return
      }
      forward(req, body, backend, {
        sent: () => own === 'cut when sent' && cut(),
        answered: (answer) => {
          if (own === 'cut when answered') answer.resume().once('end', cut)
          else answer.pipe(res.writeHead(answer.statusCode ?? 502, answer.headers))
        },
        notLetIn: () => {
          const others = left.filter((each) => each !== backend)
          pass(body, others)
        },
        broken: () => req.socket.destroy(),
      })
    }
    const parts: Buffer[] = []
    req.on('data', (part: Buffer) => parts.push(part))
    req.on('end', () => {
      const up = proxy.backends.filter(({ isOn }) => isOn)
      pass(Buffer.concat(parts), up)
    })
  })
  const proxy: PlainProxy = {
    base: `http://localhost:${port}`,
    backends: ports.map((each) => ({ port: each, isOn: true, active: 0 })),
    refused: 0,
    cut: 0,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return proxy
}

type Course = {
  sent: () => void
  answered: (answer: IncomingMessage) => void
  notLetIn: () => void
  broken: () => void
}

/** One request to one backend, on a connection of its own. */
function forward(req: IncomingMessage, body: Buffer, backend: Backend, course: Course): void {
  let isConnected = false
  backend.active += 1
  const { method, url: path } = req
  const headers = { ...req.headers, connection: 'close' }
  const upstream = request(
    { port: backend.port, host: '127.0.0.1', method, path, headers, agent: false },
    course.answered,
  )
  upstream.once('close', () => {
    backend.active -= 1
  })
  upstream.on('socket', (socket) =>
    socket.once('connect', () => {
      isConnected = true
    }),
  )
  upstream.on('error', () => (isConnected ? course.broken() : course.notLetIn()))
  upstream.end(body, course.sent)
}

export type Wire = {
  port: number
  /** ms that each piece is late, either way. */
  delay: () => number
  /** While it is, nothing passes and nobody is told. */
  isStalled: boolean
  close: () => void
}

/** A wire to a server that can be slow, or silent. */
export async function wireTo(target: number): Promise<Wire> {
  const port = await freePort()
  const sockets = new Set<Socket>()
  const wire: Wire = { port, delay: () => 0, isStalled: false, close: () => {} }
  const carry = (from: Socket, to: Socket) => {
    let last = Promise.resolve()
    const later = (work: () => void) => {
      const due = performance.now() + wire.delay()
      last = last.then(() => when(() => !wire.isStalled && performance.now() >= due, from, to)).then(work)
    }
    from.on('data', (bytes) => later(() => to.write(bytes)))
    from.on('end', () => later(() => to.end()))
    from.on('error', () => to.destroy())
    from.on('close', () => later(() => to.destroy()))
  }
  const server: Server = createTcpServer((client) => {
    const upstream = connect(target, '127.0.0.1')
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true)
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    }
    carry(client, upstream)
    carry(upstream, client)
  })
  wire.close = () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return wire
}

/** Resolves when it is so, looked at every few milliseconds, or when one of the two ends is gone. */
function when(isSo: () => boolean, ...ends: Socket[]): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (isSo() || ends.some(({ destroyed }) => destroyed)) resolve()
      else setTimeout(look, 3)
    }
    look()
  })
}
