import { DEMO_PEOPLE } from '../prisma/seed/people.ts'

/** Prints who can be signed in as in demo mode: role, name, e-mail. */
const width = Math.max(...DEMO_PEOPLE.map(({ name }) => name.en.length))
for (const { role, name, email } of DEMO_PEOPLE) console.log(`${role.padEnd(8)} ${name.en.padEnd(width)} ${email}`)
