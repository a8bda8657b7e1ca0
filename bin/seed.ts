import { closePool, pool } from '#lib/db/client.ts'
import { loadDemo } from '../prisma/seed/load.ts'

/** npm run db:seed [-- --if-empty]: loads the demo; with --if-empty a database where people live is left alone in silence. */
try {
  const isLoaded = await loadDemo()
  if (isLoaded) {
    const { rows } = await pool.query<{ orders: number; groups: number }>(
      'select (select count(*) from orders)::int as orders, (select count(*) from group_orders)::int as groups',
    )
    console.log(`demo loaded: ${rows[0]?.groups} group orders, ${rows[0]?.orders} orders`)
  } else if (!process.argv.includes('--if-empty')) {
    console.error('people live in this database already: npm run db:reset empties it first')
    process.exitCode = 1
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error('the demo is loaded in part only: npm run db:reset begins again')
  process.exitCode = 1
} finally {
  await closePool()
}
