// npm run lighthouse: Lighthouse on /g/{slug} of a freshly seeded shop, and the JavaScript that shopper pages send beyond
// an empty page of the framework. Exit 1 below 95, or above 15 kB.
import { CHROMIUM_FLAGS, withThrowawayShop } from './lib/throwaway-shop.mjs'

const LEAST_SCORE = 95
const MOST_KB = 15
const CATEGORIES = ['performance', 'accessibility', 'best-practices']

await withThrowawayShop(async ({ url, chromium }) => {
  const bad = [...(await scores(url, chromium)), ...(await scripts(url, chromium))]
  for (const line of bad) console.error(line)
  process.exitCode = bad.length > 0 ? 1 : 0
})

async function scores(url, chromium) {
  const [{ default: lighthouse }, launcher] = await Promise.all([import('lighthouse'), import('chrome-launcher')])
  const chrome = await launcher.launch({ chromePath: chromium, chromeFlags: ['--headless=new', ...CHROMIUM_FLAGS] })
  try {
    // the page once before, as a shop that runs has answered before
    await (await fetch(`${url}/g/saturday-farm-box`)).text()
    const result = await lighthouse(`${url}/g/saturday-farm-box`, {
      port: chrome.port,
      onlyCategories: CATEGORIES,
      logLevel: 'error',
    })
    return CATEGORIES.flatMap((id) => {
      const { score, auditRefs } = result.lhr.categories[id]
      const points = Math.round(score * 100)
      console.log(`${id.padEnd(16)} ${points}`)
      if (points === 100) return []
      for (const { id: audit, weight } of auditRefs) {
        const found = result.lhr.audits[audit]
        if (weight > 0 && found.score !== null && found.score < 0.9)
          console.log(`  ${audit}: ${found.displayValue ?? found.title}`)
      }
      return points < LEAST_SCORE ? [`${id}: ${points}, at least ${LEAST_SCORE} wanted`] : []
    })
  } finally {
    chrome.kill()
  }
}

/** Compressed bytes of JavaScript a page sends; the mailbox page has no client component of ours and stands for "empty". */
async function scripts(url, chromium) {
  const { chromium: browserType } = await import('@playwright/test')
  const browser = await browserType.launch({ executablePath: chromium, args: CHROMIUM_FLAGS })
  const sizeOf = async (path) => {
    const context = await browser.newContext()
    const page = await context.newPage()
    let bytes = 0
    page.on('requestfinished', async (request) => {
      if (request.resourceType() === 'script') bytes += (await request.sizes()).responseBodySize
    })
    await page.goto(url + path, { waitUntil: 'networkidle' })
    await context.close()
    return bytes
  }
  const empty = await sizeOf('/dev/mailbox')
  console.log(`an empty page sends ${kb(empty)} kB of compressed JavaScript`)
  const bad = []
  for (const path of ['/', '/g/saturday-farm-box', '/sign-in', '/about']) {
    const more = (await sizeOf(path)) - empty
    console.log(`${path.padEnd(24)} ${kb(more)} kB more`)
    if (more > MOST_KB * 1000) bad.push(`${path}: ${kb(more)} kB of JavaScript, at most ${MOST_KB} wanted`)
  }
  await browser.close()
  return bad
}

const kb = (bytes) => (bytes / 1000).toFixed(1)
