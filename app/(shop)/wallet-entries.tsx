import { getTranslations } from 'next-intl/server'
import { env } from '#lib/infra/env.ts'
import type { WalletEntry } from '#lib/queries/wallet.ts'
import { getFormats } from '#lib/web/format.ts'

type Known = 'causes.wallet_topped_up'
type Props = { entries: WalletEntry[]; currency: string; isLinked?: boolean }

/** What came into a wallet and went out of it, each with its cause in words. */
export async function WalletEntries({ entries, currency, isLinked }: Props) {
  const [t, f] = await Promise.all([getTranslations('shop.wallet'), getFormats()])
  return (
    <ul className="panel px-3.5 py-1">
      {entries.map(({ id, at, cause, reason, amountMinor, order }) => {
        const key = cause === 'wallet_repaid' && reason ? `repaid.${reason}` : cause
        const what = t.has(`causes.${key}` as Known) ? t(`causes.${key}` as Known, { reason }) : reason
        const where = order && t('order', { number: order.number, group: f.text(order.group) })
        return (
          <li className="line" key={id}>
            <span className="grow">
              <span className="strong block">{what}</span>
              {where && (
                <span className="small muted block">
                  {isLinked ? <a href={`/orders/${order?.id}`}>{where}</a> : where}
                </span>
              )}
              <span className="small muted num block">{f.when(at, env.TIME_ZONE)}</span>
            </span>
            <span className={`price price--sm text-right ${amountMinor > 0 ? 'text-leaf' : ''}`}>
              {amountMinor > 0 ? '+' : '−'}
              {f.money(Math.abs(amountMinor), currency)}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
