// npm run screenshots: pictures of the main pages into docs/screenshots, from a freshly seeded demo shop.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot } from './lib/paths.mjs'
import { CHROMIUM_FLAGS, withThrowawayShop } from './lib/throwaway-shop.mjs'

const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1280, height: 900 }
const OUT = inRoot('docs/screenshots')

await withThrowawayShop(async ({ url, databaseUrl, chromium }) => {
  const [{ chromium: browserType }, { default: sharp }, { default: pg }] = await Promise.all([
    import('@playwright/test'),
    import('sharp'),
    import('pg'),
  ])
  const database = new pg.Client(databaseUrl)
  await database.connect()
  const one = async (sql) => (await database.query(sql)).rows[0]?.id
  const readyOrder = await one(
    `select o.id from orders o join users u on u.id = o.shopper_id where u.email = 'lin@example.org' and o.state = 'ready' limit 1`,
  )
  const station = await one(
    `select k.station_id as id from station_keepers k join users u on u.id = k.user_id where u.email = 'hana@example.org' limit 1`,
  )
  const closed = await one(
    `select id from group_orders where state in ('confirmed', 'received') order by state, closed_at desc limit 1`,
  )
  const market = await one(`select id from group_orders where slug = 'saturday-farm-box'`)

  /** name, address, who, sizes */
  const pages = [
    ['home', '/', undefined, [PHONE]],
    ['group', '/g/saturday-farm-box', undefined, [PHONE, DESKTOP]],
    ['order', `/orders/${readyOrder}`, 'lin', [PHONE]],
    ['leader-desk', `/leader/group-orders/${market}`, 'mei', [PHONE, DESKTOP]],
    ['open-group', '/leader/group-orders/new', 'mei', [DESKTOP]],
    ['station', `/station/${station}`, 'hana', [PHONE]],
    ['board', '/admin', 'ada', [DESKTOP]],
    ['inventory', '/admin/inventory', 'ada', [DESKTOP]],
    ['purchase-list', `/admin/group-orders/${closed}/purchase-list`, 'ada', [DESKTOP]],
    ['pick-sheet', `/print/group-orders/${closed}/pick-lists`, 'ada', [DESKTOP]],
  ]
  mkdirSync(OUT, { recursive: true })
  const browser = await browserType.launch({ executablePath: chromium, args: CHROMIUM_FLAGS })
  for (const locale of ['en-GB', 'zh-CN']) {
    const sessions = new Map()
    for (const [name, path, who, sizes] of pages) {
      if (!sessions.has(who)) sessions.set(who, await signedIn(browser, { url, locale, who, database }))
      const page = await sessions.get(who).newPage()
      for (const size of sizes) {
        await page.setViewportSize(size)
        await page.goto(url + path, { waitUntil: 'networkidle' })
        const file = `${name}-${size === PHONE ? 'phone' : 'desktop'}-${locale === 'zh-CN' ? 'zh' : 'en'}.webp`
        await sharp(await page.screenshot())
          .webp({ quality: 82 })
          .toFile(join(OUT, file))
        console.log(file)
      }
      await page.close()
    }
  }
  await browser.close()
  await database.end()
})

/** A browser context in this language, signed in as a demo person by the code in the mailbox. */
async function signedIn(browser, { url, locale, who, database }) {
  const context = await browser.newContext({ locale, timezoneId: 'America/Vancouver', deviceScaleFactor: 1.5 })
  if (!who) return context
  const address = `${who}@example.org`
  const page = await context.newPage()
  await page.goto(`${url}/sign-in`)
  await page.locator('input[name=contact]:not([type=hidden])').fill(address)
  await page.locator('main form button').first().click()
  await page.waitForURL('**/sign-in/code')
  const { rows } = await database.query(
    `select facts->>'code' as code from messages where "to" = $1 and template = 'signInCode' order by created_at desc limit 1`,
    [address],
  )
  await page.fill('#code', rows[0].code)
  await page.locator('main form button').first().click()
  await page.waitForURL((at) => !at.pathname.startsWith('/sign-in'))
  await page.close()
  return context
}
