import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from '@playwright/test'

/**
 * What axe finds wrong with a page, one line each; nothing when all is well.
 *
 * axe hangs in a page whose JavaScript is off (its promises never settle there), so it looks at a copy: the same
 * HTML at the same address, with styles but without the app's scripts.
 */
export async function audit(page: Page, browser: Browser): Promise<string[]> {
  const html = await page.content()
  // newContext inherits the project's `use`, javaScriptEnabled: false included
  const context = await browser.newContext({ javaScriptEnabled: true, bypassCSP: true })
  try {
    await context.addCookies(await page.context().cookies())
    const copy = await context.newPage()
    await copy.route('**/*', (route) => {
      const kind = route.request().resourceType()
      if (kind === 'document') return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
      return kind === 'script' ? route.abort() : route.continue()
    })
    await copy.goto(page.url())
    const { violations } = await new AxeBuilder({ page: copy }).analyze()
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(' ')}`)
  } finally {
    await context.close()
  }
}
