import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot, NODE } from '#bin/lib/paths.mjs'
import type { Fault } from './harness/fault.ts'
import type { Site } from './harness/site.ts'
import { must } from './harness/until.ts'
import { Visitor } from './harness/visitor.ts'

/** Everything that a build is made from, and what it runs with. */
const SOURCES = ['app', 'bin', 'components', 'generated', 'i18n', 'lib', 'messages', 'prisma', 'public']
const SETTINGS = [
  'next.config.ts',
  'package.json',
  'postcss.config.mjs',
  'tsconfig.json',
  'next-env.d.ts',
  '.next/cache',
]

/** A tab that was open while the shop was updated: its form names an action that the new build calls otherwise. */
export const oldTab: Fault = {
  name: 'old-tab',
  what: 'a checkout open in a tab while the server is replaced by another build in which its action has another name',
  patience: 600,
  run: async (site) => {
    const [group, server] = await Promise.all([site.group(), site.server()])
    const { id } = await site.db.user.create({ data: { email: 'lin@example.org', region: 'ca-bc' } })
    const visitor = await new Visitor(server.base).be(site, id)
    await visitor.fillBasket(group)
    const old = await visitor.checkout(group)
    const cwd = anotherBuild(site)
    const before = readFileSync(inRoot('.next/BUILD_ID'), 'utf8')
    must(readFileSync(join(cwd, '.next/BUILD_ID'), 'utf8') !== before, 'the other build is the same')
    server.program.signal('SIGTERM')
    await server.program.ended
    const { base } = await site.server({ port: server.port, cwd })
    let answer = await visitor.post(old.path, old.fields)
    if (answer.status === 303) answer = await visitor.get(answer.location)
    must(
      answer.status < 500 && /older than the shop/.test(answer.body),
      `no clear message (${answer.status}):\n${answer.body.slice(0, 300)}`,
    )
    must((await site.sql('select 1 from orders')).length === 0, 'the old form placed an order all the same')
    const again = await visitor.checkout(group)
    must(again.form.html.includes('name="key"'), 'the basket is gone')
    const { location } = await visitor.post(again.path, again.fields)
    must(location.includes('/orders/'), 'the order cannot be placed from the new page')
    return { note: 'told that the page is older than the shop; the basket was kept and ordered', at: base }
  },
}

/** A build of these sources in which the checkout's action is called otherwise, in a folder of its own. */
function anotherBuild(site: Site): string {
  const cwd = join(site.dir, 'build')
  mkdirSync(cwd)
  for (const name of [...SOURCES, ...SETTINGS]) cpSync(inRoot(name), join(cwd, name), { recursive: true })
  // links where both are on one disk, else copies
  for (const flags of ['-al', '-a']) if (spawnSync('cp', [flags, inRoot('node_modules'), cwd]).status === 0) break
  site.onClose(() => rmSync(cwd, { recursive: true, force: true }))
  for (const file of ['actions.ts', 'page.tsx']) {
    const path = join(cwd, 'app/(shop)/g/[slug]/checkout', file)
    writeFileSync(path, readFileSync(path, 'utf8').replace(/\bplaceOrder\b/g, 'placeThisOrder'))
  }
  const { status, stderr } = spawnSync(NODE, ['node_modules/next/dist/bin/next', 'build'], {
    cwd,
    env: site.env(),
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`the other build failed:\n${stderr.slice(-2000)}`)
  return cwd
}
