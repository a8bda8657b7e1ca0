import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

/** Whether a process with these settings starts, and which setting it complains of. */
function starting(settings: Record<string, string>): string {
  const program = `await import('#lib/infra/env.ts'); console.log('started')`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    env: { PATH: process.env.PATH, NODE_ENV: 'test', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', ...settings },
    encoding: 'utf8',
  })
  return stdout.trim() || (/STRIPE_\w+/.exec(stderr)?.[0] ?? stderr)
}

const STAND_IN = { STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_API_URL: 'http://127.0.0.1:4010' }

test('a stand-in takes the place of Stripe in a demo, and can nowhere else', () => {
  expect(starting({ ...STAND_IN, DEMO: '1' })).toBe('started')
  expect(starting({ ...STAND_IN, DEMO: '0' })).toBe('STRIPE_API_URL')
  expect(starting(STAND_IN)).toBe('STRIPE_API_URL')
  expect(starting({ STRIPE_SECRET_KEY: 'sk_live_x' })).toBe('started')
})

test('no other host is ever told a key, and a demo takes no real money', () => {
  expect(starting({ ...STAND_IN, DEMO: '1', STRIPE_API_URL: 'https://stripe.example' })).toBe('STRIPE_API_URL')
  expect(starting({ STRIPE_SECRET_KEY: 'sk_live_x', DEMO: '1' })).toBe('STRIPE_SECRET_KEY')
  expect(starting({ STRIPE_SECRET_KEY: 'pk_live_x' })).toBe('STRIPE_SECRET_KEY')
})
