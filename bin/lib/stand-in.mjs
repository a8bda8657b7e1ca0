import { existsSync } from 'node:fs'
import { keepRunning } from './children.mjs'
import { isPortFree } from './embedded-postgres.mjs'
import { keptSecret } from './environment.mjs'
import { inRoot, NODE } from './paths.mjs'

const PROGRAM = 'bin/stripe-stand-in.ts'
/** Above the port of the shop, so that two demos on one machine do not meet. */
const ABOVE = 10_000
const TRIES = 50

/**
 * In a demo without keys of its own a stand-in takes the place of Stripe, so that anybody can try to pay online.
 * @param {NodeJS.ProcessEnv} env of our child processes
 * @returns {Promise<{ env: NodeJS.ProcessEnv, stop: () => Promise<void> } | undefined>} what to run them with instead
 */
export async function openStandIn(env) {
  if (env.DEMO !== '1' || env.STRIPE_SECRET_KEY || !existsSync(inRoot(PROGRAM)) || !existsSync(inRoot('test/stripe')))
    return undefined
  const port = await freePort((Number(env.PORT) + ABOVE) % 65_000)
  const withIt = {
    ...env,
    STRIPE_SECRET_KEY: 'sk_test_stand_in',
    STRIPE_WEBHOOK_SECRET: keptSecret('stripe-stand-in'),
    STRIPE_API_URL: `http://127.0.0.1:${port}`,
  }
  const program = keepRunning(NODE, [PROGRAM], { env: { ...withIt, STAND_IN_PORT: String(port) } })
  return { env: withIt, stop: () => program.stop(2_000) }
}

async function freePort(first) {
  for (let port = first; port < first + TRIES; port += 1) if (await isPortFree(port, '127.0.0.1')) return port
  throw new Error('no free port for the stand-in of the payment provider')
}
