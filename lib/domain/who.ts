import type { ApiScope } from './api-scopes.ts'
import type { AdminDuty } from './duties.ts'

/**
 * Permission as a value: a use case asks for one of these, and only the gates in lib/queries/gates.ts can make one,
 * so a check cannot be forgotten. The brand exists for the type checker alone.
 */
declare const minted: unique symbol
type Minted<Role extends string> = {
  readonly [minted]: Role
  /** The person; where a program acts, its API key. */
  readonly userId: string
  /** Set where a program acts. */
  readonly isApiKey?: true
}

/** Anyone signed in. */
export type Shopper = Minted<'shopper'>
/** An approved leader. */
export type LeaderWho = Minted<'leader'> & { readonly leaderId: string }
/** Who may run one group order: its leader, or an admin. */
export type ManagerOf = Minted<'manager'> & {
  readonly groupOrderId: string
  readonly leaderId: string
  readonly role: 'leader' | 'admin' | 'api'
}
/** Who may hand over at one station. */
export type KeeperOf = Minted<'keeper'> & { readonly stationId: string }
/** Who may see one statement: whom it is about, or an admin who keeps the money. */
export type StatementOf = Minted<'statement'> & { readonly statementId: string }
/** Who may see one invoice: whose order it is of, or an admin who keeps the money. */
export type InvoiceOf = Minted<'invoice'> & { readonly invoiceId: string }
/** Who may decide one claim: the leader of its group order, or an admin who keeps the money. */
export type ClaimDecider = Minted<'claimDecider'> & { readonly claimId: string; readonly role: 'leader' | 'admin' }
/** A supplier who came by the private link of one purchase order; `userId` is the supplier's own id, who is no person here. */
export type SupplierOf = Minted<'supplier'> & { readonly purchaseOrderId: string }
/** An admin holding one duty. */
export type AdminFor<Duty extends AdminDuty = AdminDuty> = Minted<`admin:${Duty}`>

/** A program that showed a living API key. */
export type ApiKeyWho = Minted<'apiKey'> & {
  readonly isApiKey: true
  readonly scopes: readonly ApiScope[]
  /** The leader whose group orders alone it sees and runs; null for the operator's own programs. */
  readonly leaderId: string | null
}
/** A program that may read. Who is behind an order it sees only where it placed the order itself. */
export type ApiReader = Minted<'apiReader'> & {
  readonly leaderId: string | null
  /** Sees orders that others placed, masked. */
  readonly seesAll: boolean
  /** Sees whole what it placed itself. */
  readonly seesOwn: boolean
}
/** A program that places orders for shoppers, and amends and cancels what it placed. */
export type ApiPlacer = Minted<'apiPlacer'> & { readonly leaderId: string | null }

/**
 * Who acts and in which role, for the audit trail: a program acts as itself, whatever it was allowed to do.
 * @param role the role that a person would act in
 */
export const actorOf = <Role extends string>(
  who: Minted<string>,
  role: Role,
): { actorId: string; actorRole: Role | 'api' } => ({ actorId: who.userId, actorRole: who.isApiKey ? 'api' : role })

/** Makes a permission. For the gates only. */
export const mint = <T extends Minted<string>>(facts: Omit<T, typeof minted>): T => facts as T
