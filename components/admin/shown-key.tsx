'use client'

import { FormMessage, useForm } from '../ui/form.tsx'
import { CopyText } from './copy-text.tsx'

/** A new key, told once: what the form around answered. Anything else it answers is told as usual. */
export function ShownKey({ shown, copy, copied }: { shown: string; copy: string; copied: string }) {
  const { state } = useForm()
  if (state.status !== 'done' || !state.message) return <FormMessage />
  return (
    <div className="notice notice--leaf" role="status">
      <div className="stack min-w-0">
        <span>{shown}</span>
        <code className="num break-all">{state.message}</code>
        <CopyText text={state.message} label={copy} done={copied} />
      </div>
    </div>
  )
}
