/** What an admin may be put in charge of. A page or action of the operator names the duty it needs. */
export const ADMIN_DUTIES = ['catalogue', 'stock', 'people', 'money'] as const

export type AdminDuty = (typeof ADMIN_DUTIES)[number]
