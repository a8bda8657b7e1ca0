'use client'

import { useEffect, useState } from 'react'
import { useForm } from '#components/ui/form.tsx'

/** What stands in a field at the moment, once for each time it does; undefined while nobody has typed or sent anything. */
export type Typed = (name: string) => string[] | undefined

/** What a form holds as it is typed; without JavaScript what was sent before. For parts inside the form. */
export function useTyped(formId: string): Typed {
  const { state } = useForm()
  const [data, setData] = useState<FormData>()
  useEffect(() => {
    const form = document.getElementById(formId)
    if (!(form instanceof HTMLFormElement)) return undefined
    const read = () => setData(new FormData(form))
    read()
    form.addEventListener('input', read)
    return () => form.removeEventListener('input', read)
  }, [formId])
  const wasSent = Object.keys(state.values).length > 0
  return (name) => {
    if (data) return data.getAll(name).map(String)
    const sent = state.values[name]
    if (!wasSent) return undefined
    return sent === undefined ? [] : Array.isArray(sent) ? sent : [sent]
  }
}
