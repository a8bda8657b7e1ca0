import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inRoot } from './paths.mjs'

/**
 * A hash over the contents of files and folders. Contents, not times: a checkout touches every time stamp.
 * @param {string[]} names files or folders inside the project; missing ones count as empty
 * @param {(path: string) => boolean} [counts] which files of a folder matter
 */
export function hashOf(names, counts = () => true) {
  const hash = createHash('sha256')
  const take = (name) => {
    const path = inRoot(name)
    if (!existsSync(path)) return
    if (statSync(path).isDirectory()) {
      for (const entry of readdirSync(path).sort()) take(join(name, entry))
    } else if (counts(name)) {
      hash.update(name).update('\0').update(readFileSync(path)).update('\0')
    }
  }
  for (const name of names) take(name)
  return hash.digest('hex')
}

/**
 * Remembers in a file which inputs an output was made from.
 * @param {string} mark the file, inside the project, that keeps the hash
 */
export function freshness(mark, names, counts) {
  const path = inRoot(mark)
  const hash = hashOf(names, counts)
  return {
    isStale: !existsSync(path) || readFileSync(path, 'utf8') !== hash,
    remember() {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, hash)
    },
  }
}
