import { resolve } from 'node:path'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'
import { env } from './env.ts'

/** Where uploads lie. Another driver of flydrive (S3) would go here; nothing else knows the disk. */
export const disk = new Disk(new FSDriver({ location: resolve(env.DATA_DIR, 'uploads'), visibility: 'private' }))
