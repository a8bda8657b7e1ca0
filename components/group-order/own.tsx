'use client'

import type { ReactNode } from 'react'
import { Notice } from '#components/ui/notice.tsx'
import { fillIn } from './facts.ts'
import { useGroup } from './live-group.tsx'

/** The way to one's own orders in this group. */
export function OwnOrders({ text }: { text: string }) {
  const { orders } = useGroup().own
  if (orders.length === 0) return null
  return (
    <div className="mt-3">
      <Notice tone="leaf" icon="check">
        {orders.map(({ id, number }) => (
          <a key={id} className="strong mr-3" href={`/orders/${id}`}>
            {fillIn(text, { numbers: `#${number}` })}
          </a>
        ))}
      </Notice>
    </div>
  )
}

/** One thing for whoever is signed in, another for everybody else. */
export const SignedIn = ({ children, otherwise }: { children: ReactNode; otherwise: ReactNode }) =>
  useGroup().own.signedIn ? children : otherwise
