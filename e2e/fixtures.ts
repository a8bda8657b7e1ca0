import { test as base, expect, type Page } from '@playwright/test'
import { db } from '#lib/db/client.ts'
import { newToken } from '#lib/infra/ids.ts'
import { audit, openMirror } from './audit.ts'
import { clientOf } from './raw.ts'

type Fixtures = {
  /** Fails the test when a page logged an error or threw. */
  noConsoleErrors: undefined
  /** axe on the page as it stands, in light and in dark. */
  expectAccessible: (page: Page) => Promise<void>
}

// What the browser itself says of a refused request is no fault of the page; the test looks at the answer.
const EXPECTED = /Failed to load resource: (the server responded with a status of (403|404)|net::ERR_CONNECTION_RESET)/

export const test = base.extend<Fixtures, { mirror: Page }>({
  noConsoleErrors: [
    async ({ context }, use) => {
      const errors: string[] = []
      context.on('console', (message) => {
        const said = `${message.text()} ${message.location().url}`
        if (message.type() === 'error' && !EXPECTED.test(said)) errors.push(`${message.page()?.url()}: ${said}`)
      })
      context.on('weberror', (error) => errors.push(String(error.error())))
      await use(undefined)
      expect(errors).toEqual([])
    },
    { auto: true },
  ],
  mirror: [
    async ({ browser }, use) => {
      const mirror = await openMirror(browser)
      await use(mirror)
      await mirror.context().close()
    },
    { scope: 'worker' },
  ],
  expectAccessible: async ({ mirror }, use) => {
    await use(async (page) => expect(await audit(page, mirror), page.url()).toEqual([]))
  },
})

/** The database of the shop under test, for making what a test needs and for looking behind the page. */
export { db, expect }

/** An address nobody has used. */
export const newAddress = (): string => `e2e-${newToken(10)}@example.org`

/** The newest six-digit code that was sent to this address. */
export async function codeFor(to: string): Promise<string> {
  const message = await db.message.findFirstOrThrow({
    where: { to, template: 'signInCode' },
    orderBy: { createdAt: 'desc' },
  })
  return String((message.facts as { code: string }).code)
}

/**
 * Signs in: whoever is new here through the page, as a person does; who is known by a session of its own. That is quicker, and
 * of one of the demo's people another test may be asking for a code at this moment.
 */
export async function signIn(page: Page, address: string, next = '/me'): Promise<void> {
  const known = await db.user.findUnique({ where: { email: address } })
  if (known) return enterAs(page, known.id, next)
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
  await page.locator('input[name=contact]:not([type=hidden])').fill(address)
  await page.getByRole('button', { name: /Send me a code|获取验证码/ }).click()
  await enterCode(page, address)
  await expect(page).toHaveURL(new RegExp(`${next.replace(/[/?]/g, '\\$&')}`))
}

async function enterAs(page: Page, userId: string, next: string): Promise<void> {
  const { cookies } = await clientOf(userId)
  const url = process.env.E2E_BASE_URL ?? ''
  await page.context().addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
  await page.goto(next)
}

/** Types the code that was sent. */
export async function enterCode(page: Page, address: string): Promise<void> {
  await expect(page).toHaveURL(/\/sign-in\/code/)
  await page.getByLabel(/^(Code|验证码)$/).fill(await codeFor(address))
  await page.getByRole('button', { name: /^(Sign in|登录)$/ }).click()
}
