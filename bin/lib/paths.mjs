import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's root: every command works from here, wherever it was called from. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** @param {string[]} parts a path inside the project */
export const inRoot = (...parts) => join(ROOT, ...parts)

/** Node 24, pinned as an npm package: the machine's own Node may be too old to run .ts files. */
export const NODE = inRoot('node_modules', '.bin', 'node')
