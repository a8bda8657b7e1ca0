'use client'

import { useState } from 'react'
import { Icon } from '#components/ui/icon.tsx'

/** Copies a link. Without JavaScript the field beside it can be selected and copied by hand. */
export function CopyLink({
  url,
  label,
  copied,
  className = 'btn btn--quiet',
}: {
  url: string
  label: string
  copied: string
  className?: string
}) {
  const [done, setDone] = useState(false)
  return (
    <button
      type="button"
      className={className}
      aria-live="polite"
      onClick={() =>
        navigator.clipboard.writeText(url).then(
          () => setDone(true),
          () => undefined, // no permission: the field beside it still holds the link
        )
      }
    >
      <Icon name={done ? 'check' : 'link'} size={18} />
      {done ? copied : label}
    </button>
  )
}
