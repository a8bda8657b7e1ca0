import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { NODE, ROOT } from './paths.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * A browser for the end-to-end tests: the machine's own, or Debian's, or Playwright's.
 * @returns {string} its path; empty when Playwright finds its own
 */
export function ensureChromium() {
  const found = installed()
  if (found) return found
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stderr.write('installing chromium …\n')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const apt = (...args) => spawnSync('apt-get', args, { env, stdio: ['ignore', 2, 2] }).status === 0
    if (apt('update') && apt('install', '-y', 'chromium', 'fonts-noto-cjk') && installed()) return installed()
  }
  const env = { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '' }
  const args = ['node_modules/@playwright/test/cli.js', 'install', 'chromium']
  if (spawnSync(NODE, args, { cwd: ROOT, env, stdio: ['ignore', 2, 2] }).status !== 0) {
    throw new Error('no Chromium: install one and name it in CHROMIUM')
  }
  return ''
}

function installed() {
  const named = process.env.CHROMIUM
  if (named) return named
  for (const name of NAMES) {
    try {
      return execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
    } catch {
      // not this one
    }
  }
  return undefined
}
