import type { ReactNode } from 'react'

/** Nothing here yet: a picture, one sentence, one thing to do. */
export const Empty = ({
  children,
  action,
  picture = '/basket.webp',
}: {
  children: ReactNode
  action?: ReactNode
  picture?: string
}) => (
  <div className="empty">
    <img src={picture} alt="" width="72" height="72" />
    <p className="muted">{children}</p>
    {action}
  </div>
)
