import { z } from 'zod'

/** The only place that reads process.env: every setting has a type, a default and a name here. */
const flag = z
  .enum(['0', '1'])
  .optional()
  .transform((value) => value === '1')

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  /** Past any PgBouncer: LISTEN needs a session of its own. Default: DATABASE_URL. */
  DIRECT_DATABASE_URL: z.string().optional(),
  /** Connections of this process to the database. */
  DATABASE_POOL: z.coerce.number().int().min(2).default(10),
  DEMO: flag,
  DATA_DIR: z.string().default('.data'),
  PUBLIC_URL: z.url().default('http://localhost:3000'),
  NEXTAUTH_SECRET: z.string().min(16).default('only-for-tests-never-for-a-shop'),
  CURRENCY: z.string().length(3).default('CAD'),
  TIME_ZONE: z.string().default('America/Vancouver'),
  REGION: z.string().min(1).default('ca-bc'),
  RULE_SET: z.enum(['cn', 'eu', 'none']).default('none'),
  DEFAULT_LOCALE: z.enum(['en', 'zh-CN']).default('en'),
  /** Where a phone number without a country code belongs, ISO 3166. */
  PHONE_COUNTRY: z.string().length(2).default('CA'),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().default('Kaituan <kaituan@localhost>'),
  SMS_PROVIDER: z.enum(['none', 'webhook']).default('none'),
  SMS_WEBHOOK_URL: z.url().optional(),
  SMS_WEBHOOK_SECRET: z.string().optional(),
  /** Requests a second that one API key may make of each process. */
  API_RATE_PER_SECOND: z.coerce.number().int().min(1).default(600),
  /** Who shows it may read /api/metrics; without one only this machine may. */
  METRICS_TOKEN: z.string().min(16).optional(),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
})

/** @throws ZodError naming each setting that is missing or wrong: the process should not start. */
export const env = schema.parse(process.env)

/** The database without a pooler in between, for what needs a session: LISTEN and the notices it hears. */
export const directUrl = env.DIRECT_DATABASE_URL || env.DATABASE_URL

/** Is this address served over https? Decides cookie prefixes. */
export const isHttps = env.PUBLIC_URL.startsWith('https://')
