import { defineConfig } from 'vitest/config'

/** Rules need no database and must not wait for one: only the rest pays for a clone per file. */
const PURE = [
  'lib/domain/**/*.test.ts',
  'components/**/*.test.{ts,tsx}',
  'bin/lib/**/*.test.ts',
  'test/pure/**/*.test.ts',
  'bench/**/*.test.ts',
]

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: PURE,
          setupFiles: ['test/no-console-error.ts'],
          // settings are read when they are imported; nothing here may connect
          env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['lib/**/*.test.ts', 'test/**/*.test.ts', 'bin/**/*.test.ts', 'prisma/**/*.test.ts'],
          exclude: PURE,
          globalSetup: 'test/template.ts',
          setupFiles: ['test/own-database.ts', 'test/no-console-error.ts'],
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
    ],
  },
})
