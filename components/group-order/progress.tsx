'use client'

import { ladder } from '#lib/domain/pricing.ts'
import { type Forms, say } from './facts.ts'
import { Ladder } from './ladder.tsx'
import { useGroup } from './live-group.tsx'

type Props = {
  texts: { ordersIn: Forms; toGoAhead: Forms; toLower: Forms }
  labels: { minimum: string; tier: string; lowest: string }
}

/** How far the group is, as orders come in. */
export function Progress({ texts, labels }: Props) {
  const { facts } = useGroup()
  const { orders, minimumOrders, offers, locale } = facts
  const progress = ladder(
    minimumOrders,
    orders,
    Object.values(offers).map(({ pricing }) => pricing),
  )
  const { missing, next } = progress
  return (
    <Ladder
      ladder={progress}
      head={say(texts.ordersIn, orders, locale)}
      next={
        missing === undefined ? undefined : say(next === 'minimum' ? texts.toGoAhead : texts.toLower, missing, locale)
      }
      labels={labels}
    />
  )
}

/** "12 neighbours joined". */
export const JoinedCount = ({ forms }: { forms: Forms }) => {
  const { facts } = useGroup()
  return say(forms, facts.orders, facts.locale)
}

/** "#13": the number of whoever joins next. */
export const NextNumber = () => `#${useGroup().facts.nextNumber}`
