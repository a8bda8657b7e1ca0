import type { AdminDuty } from './duties.ts'

/**
 * Permission as a value: a use case asks for one of these, and only the gates in lib/queries/gates.ts can make one,
 * so a check cannot be forgotten. The brand exists for the type checker alone.
 */
declare const minted: unique symbol
type Minted<Role extends string> = { readonly [minted]: Role; readonly userId: string }

/** Anyone signed in. */
export type Shopper = Minted<'shopper'>
/** An approved leader. */
export type LeaderWho = Minted<'leader'> & { readonly leaderId: string }
/** Who may run one group order: its leader, or an admin. */
export type ManagerOf = Minted<'manager'> & {
  readonly groupOrderId: string
  readonly leaderId: string
  readonly role: 'leader' | 'admin'
}
/** Who may hand over at one station. */
export type KeeperOf = Minted<'keeper'> & { readonly stationId: string }
/** An admin holding one duty. */
export type AdminFor<Duty extends AdminDuty = AdminDuty> = Minted<`admin:${Duty}`>

/** Makes a permission. For the gates only. */
export const mint = <T extends Minted<string>>(facts: Omit<T, typeof minted>): T => facts as T
