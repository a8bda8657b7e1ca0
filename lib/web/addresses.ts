import { env } from '#lib/infra/env.ts'

/** Where anybody sees a group order. */
export const groupUrl = (slug: string): string => `${env.PUBLIC_URL}/g/${slug}`

/** A carrier's own link to the group order that they carry. */
export const carrierUrl = (code: string): string => `${env.PUBLIC_URL}/c/${code}`
