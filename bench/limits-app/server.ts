import cluster from 'node:cluster'
import { createServer } from 'node:http'
import next from 'next'

/** The same shape as bin/server.ts, with as many processes: a custom server, and nothing in it but Next. */
const port = Number(process.env.PORT)
const processes = Number(process.env.PROCESSES)

if (processes > 1 && cluster.isPrimary) {
  for (let index = 0; index < processes; index += 1) cluster.fork()
  cluster.on('exit', () => process.exit(1))
  process.on('SIGTERM', () => process.exit(0))
} else {
  const server = createServer()
  const app = next({ dev: false, dir: import.meta.dirname, hostname: 'localhost', port, httpServer: server })
  await app.prepare()
  server.on('request', app.getRequestHandler())
  server.listen({ port, host: '127.0.0.1' })
  process.on('SIGTERM', () => process.exit(0))
  process.on('disconnect', () => process.exit(0))
}
