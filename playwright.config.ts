import { defineConfig } from '@playwright/test'

/** bin/test.mjs finds the browser, starts a freshly seeded shop and says where it is: npm test -- --e2e [FILES] */
const isRoot = process.getuid?.() === 0
const launchOptions = {
  executablePath: process.env.CHROMIUM || undefined,
  args: [
    ...(isRoot ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  workers: Number(process.env.E2E_WORKERS || 2),
  // two browsers share two processors with the shop they look at
  timeout: 60_000,
  expect: { timeout: 15_000 },
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    browserName: 'chromium',
    baseURL: process.env.E2E_BASE_URL,
    locale: 'en-GB',
    timezoneId: 'America/Vancouver',
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions,
  },
  projects: [
    { name: 'phone', use: phone, grepInvert: /@desktop/ },
    { name: 'desktop', use: { viewport: { width: 1280, height: 900 } }, grepInvert: /@phone/ },
    { name: 'phone-zh', use: { ...phone, locale: 'zh-CN' }, grep: /@zh/ },
    { name: 'no-script', use: { ...phone, javaScriptEnabled: false }, grep: /@nojs/ },
  ],
})
