'use client'

import { useState } from 'react'
import { Icon } from './icon.tsx'

/** Shares the page's link by the phone's own sheet, else copies it. Without JavaScript it is a link to the page. */
export function Share({ url, title, label, copied }: { url: string; title: string; label: string; copied: string }) {
  const [done, setDone] = useState(false)
  return (
    <a
      className="iconbtn"
      href={url}
      aria-label={done ? copied : label}
      onClick={(event) => {
        event.preventDefault()
        if (navigator.share) navigator.share({ title, url }).catch(() => undefined)
        else
          navigator.clipboard.writeText(url).then(
            () => setDone(true),
            () => undefined,
          )
      }}
    >
      <Icon name={done ? 'check' : 'share'} />
    </a>
  )
}
