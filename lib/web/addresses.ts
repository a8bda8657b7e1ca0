import { env } from '#lib/infra/env.ts'

/** Where anybody sees a group order. */
export const groupUrl = (slug: string): string => `${env.PUBLIC_URL}/g/${slug}`
