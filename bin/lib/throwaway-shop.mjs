import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfStale } from './build.mjs'
import { ensureChromium } from './chromium.mjs'
import { openEmbedded } from './embedded-postgres.mjs'
import { generateIfStale } from './generate.mjs'
import { ensureInstalled, ensureNode24 } from './install.mjs'
import { startShop } from './shop-under-test.mjs'

/**
 * Opens a freshly seeded shop on a database that is thrown away, runs `work` against it, and stops all of it again.
 * @param {(shop: { url: string, databaseUrl: string, chromium: string }) => Promise<void>} work
 */
export async function withThrowawayShop(work) {
  ensureInstalled()
  await ensureNode24()
  generateIfStale()
  const chromium = ensureChromium()
  const dir = mkdtempSync(join(tmpdir(), 'kaituan-look-'))
  chmodSync(dir, 0o755) // Postgres, which root runs as another user, must be able to enter
  process.env.DATA_DIR = dir
  process.env.DATABASE_URL = ''
  await buildIfStale()
  const database = await openEmbedded({ longLived: true })
  const shop = await startShop({ server: database.url, dir })
  try {
    await work({ url: shop.url, databaseUrl: shop.databaseUrl, chromium })
  } finally {
    await shop.stop()
    await database.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** How Chromium is started everywhere: alone, quiet, and as root where it must. */
export const CHROMIUM_FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
