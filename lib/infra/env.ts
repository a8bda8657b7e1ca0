import { z } from 'zod'

const STRIPE_API = 'https://api.stripe.com'

/** Stripe itself; the stand-in of the demo and the tests listens on this machine alone. */
const isStandIn = (address: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname)

/** The only place that reads process.env: every setting has a type, a default and a name here. */
const flag = z
  .enum(['0', '1'])
  .optional()
  .transform((value) => value === '1')

const schema = z
  .object({
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
    /** Paying online: without both of these nobody is offered it. */
    STRIPE_SECRET_KEY: z.string().startsWith('sk_').or(z.string().startsWith('rk_')).optional(),
    STRIPE_WEBHOOK_SECRET: z.string().min(16).optional(),
    STRIPE_API_URL: z.url().default(STRIPE_API),
    /** Requests a second that one API key may make of each process. */
    API_RATE_PER_SECOND: z.coerce.number().int().min(1).default(600),
    /** Who shows it may read /api/metrics; without one only this machine may. */
    METRICS_TOKEN: z.string().min(16).optional(),
    LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  })
  .refine(({ STRIPE_API_URL, DEMO }) => STRIPE_API_URL === STRIPE_API || (DEMO && isStandIn(STRIPE_API_URL)), {
    path: ['STRIPE_API_URL'],
    error: 'only Stripe takes money; a stand-in on this machine does in demo mode alone',
  })
  .refine(({ STRIPE_SECRET_KEY, DEMO }) => !DEMO || !/^[sr]k_live_/.test(STRIPE_SECRET_KEY ?? ''), {
    path: ['STRIPE_SECRET_KEY'],
    error: 'a demo shop takes no real money: use a test key',
  })

/** @throws ZodError naming each setting that is missing or wrong: the process should not start. */
export const env = schema.parse(process.env)

/** The database without a pooler in between, for what needs a session: LISTEN and the notices it hears. */
export const directUrl = env.DIRECT_DATABASE_URL || env.DATABASE_URL

/** Is this address served over https? Decides cookie prefixes. */
export const isHttps = env.PUBLIC_URL.startsWith('https://')

/** Whether the payment page is the stand-in's, on which nobody pays anything. */
export const isPaymentStandIn = isStandIn(env.STRIPE_API_URL)
