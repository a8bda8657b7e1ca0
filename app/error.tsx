'use client'

import { useEffect, useState } from 'react'

const TEXTS = {
  en: ['Something went wrong', 'It was us, not you. Nothing was changed. Try again in a moment.', 'Try again'],
  zh: ['出了点问题', '是我们的问题，什么都没有改动。请稍后再试。', '再试一次'],
} as const

/** The last net: its texts are here because whatever loads texts may be what broke. */
export default function Broken({ reset }: { error: Error; reset: () => void }) {
  const [zh, setZh] = useState(false)
  useEffect(() => setZh(document.documentElement.lang.startsWith('zh')), [])
  const [title, text, again] = TEXTS[zh ? 'zh' : 'en']
  return (
    <main className="screen wrap grid content-center gap-4" role="alert">
      <h1>{title}</h1>
      <p className="muted">{text}</p>
      <p>
        <button type="button" className="btn btn--primary" onClick={reset}>
          {again}
        </button>
      </p>
    </main>
  )
}
