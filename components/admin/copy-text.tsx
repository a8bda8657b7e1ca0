'use client'

import { useEffect, useState } from 'react'

/** Copies a text to the clipboard; shown only where that works. */
export function CopyText({ text, label, done }: { text: string; label: string; done: string }) {
  const [works, setWorks] = useState(false)
  const [copied, setCopied] = useState(false)
  useEffect(() => setWorks(Boolean(navigator.clipboard)), [])
  if (!works) return null
  return (
    <button
      type="button"
      className="linkbtn"
      onClick={async () => {
        await navigator.clipboard.writeText(text)
        setCopied(true)
      }}
    >
      <span aria-live="polite">{copied ? done : label}</span>
    </button>
  )
}
