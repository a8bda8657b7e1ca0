// npm run generate: the Prisma client, if it is stale
import { generateIfStale } from './lib/generate.mjs'
import { ensureInstalled } from './lib/install.mjs'

ensureInstalled()
generateIfStale()
