import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page } from '@playwright/test'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * axe on a copy of the page: the same HTML at the same address with its styles but without its scripts, since axe hangs
 * where JavaScript is off. Every rule in light, target size too, which axe leaves out by default; in dark what a theme
 * can change, the contrast.
 * @returns one line a violation: the theme, the rule and where
 */
export async function audit(page: Page, browser: Browser): Promise<string[]> {
  let html = ''
  // a title may come behind the first bytes of its page
  await expect
    .poll(async () => {
      html = await page.content()
      return html
    })
    .toContain('<title')
  const context = await browser.newContext({
    javaScriptEnabled: true,
    colorScheme: 'light',
    viewport: page.viewportSize(),
    bypassCSP: true,
  })
  const copy = await context.newPage()
  await copy.route('**/*', (route) => {
    const kind = route.request().resourceType()
    if (kind === 'document') return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
    return kind === 'script' ? route.abort() : route.continue()
  })
  await copy.goto(page.url())
  // a colour that is on its way to the other theme, were it for a frame, has no contrast of its own
  await copy.addStyleTag({
    content: '*, *::before, *::after { transition: none !important; animation: none !important }',
  })
  const inLight = await new AxeBuilder({ page: copy })
    .withTags(TAGS)
    .options({ rules: { 'target-size': { enabled: true } } })
    .analyze()
  await copy.emulateMedia({ colorScheme: 'dark' })
  const inDark = await new AxeBuilder({ page: copy }).withRules(['color-contrast']).analyze()
  await context.close()
  return [
    ...inLight.violations.map((found) => ({ theme: 'light', ...found })),
    ...inDark.violations.map((found) => ({ theme: 'dark', ...found })),
  ].map(({ theme, id, nodes }) => `${theme} ${id}: ${nodes.map((node) => node.target).join(' ')}`)
}
