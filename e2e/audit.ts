import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from '@playwright/test'

/**
 * axe on a copy of the page: the same HTML at the same address with its styles but without its scripts, since axe hangs
 * where JavaScript is off. Target size is asked for too, which axe leaves out by default.
 * @returns one line a violation: the rule and where
 */
export async function audit(page: Page, browser: Browser, theme: 'light' | 'dark' = 'light'): Promise<string[]> {
  const html = await page.content()
  const context = await browser.newContext({
    javaScriptEnabled: true,
    colorScheme: theme,
    viewport: page.viewportSize(),
    bypassCSP: true,
  })
  const copy = await context.newPage()
  await copy.route('**/*', (route) => {
    const kind = route.request().resourceType()
    if (kind === 'document') return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
    return kind === 'script' ? route.abort() : route.continue()
  })
  // a page that moved itself must not be asked for again: only its look is wanted
  await copy.goto(page.url(), { waitUntil: 'load' })
  const { violations } = await new AxeBuilder({ page: copy })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .options({ rules: { 'target-size': { enabled: true } } })
    .analyze()
  await context.close()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(' ')}`)
}
