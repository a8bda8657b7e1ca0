import { type Browser, expect, type Page } from '@playwright/test'
import axe from 'axe-core'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const STILL = '*, *::before, *::after { transition: none !important; animation: none !important }'

/** One tab beside the pages under test in which copies of them are looked at, kept for all of a worker's tests. */
export async function openMirror(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: true, javaScriptEnabled: true })
  return context.newPage()
}

/**
 * axe on a copy of the page: the same HTML at the same address with its styles but without its scripts, since axe hangs
 * where JavaScript is off. Every rule in light, target size too, which axe leaves out by default; in dark what a theme
 * can change, the contrast.
 * @returns one line a violation: the theme, the rule and where
 */
export async function audit(page: Page, mirror: Page): Promise<string[]> {
  // a title may come behind the first bytes of its page
  await expect(page).toHaveTitle(/./)
  await showCopy(page, mirror)
  const inLight = await look(mirror, {
    runOnly: TAGS,
    rules: { 'target-size': { enabled: true } },
  })
  await mirror.emulateMedia({ colorScheme: 'dark' })
  const inDark = await look(mirror, { runOnly: { type: 'rule', values: ['color-contrast'] } })
  return [...inLight.map((found) => `light ${found}`), ...inDark.map((found) => `dark ${found}`)]
}

async function showCopy(page: Page, mirror: Page): Promise<void> {
  const html = await page.content()
  await mirror.unrouteAll()
  await mirror.route('**/*', (route) => {
    const kind = route.request().resourceType()
    if (kind === 'document') return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
    return kind === 'script' ? route.abort() : route.continue()
  })
  const size = page.viewportSize()
  if (size) await mirror.setViewportSize(size)
  await mirror.emulateMedia({ colorScheme: 'light' })
  await mirror.goto(page.url())
  // a colour that is on its way to the other theme, were it for a frame, has no contrast of its own
  await mirror.addStyleTag({ content: STILL })
  await mirror.evaluate(axe.source)
}

async function look(mirror: Page, options: axe.RunOptions): Promise<string[]> {
  const { violations } = await mirror.evaluate(
    (chosen) =>
      (window as unknown as { axe: typeof axe }).axe.run(document, { ...chosen, resultTypes: ['violations'] }),
    options,
  )
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(' ')}`)
}
