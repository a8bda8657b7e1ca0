'use client'

import { useId } from 'react'
import { useForm } from './form.tsx'

type Props = { name: string; label: string; hint: string /** The field that a refusal names. */; error?: string }

/** Chooses several pictures; a browser itself cannot keep them after an error. */
export function FilesField({ name, label, hint, error: field = name }: Props) {
  const { state } = useForm()
  const id = useId()
  const error = state.errors[field] ?? state.errors[name]
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <input
        className="input input--file"
        type="file"
        multiple
        id={id}
        name={name}
        accept="image/jpeg,image/png,image/webp"
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-note`}
      />
      <span id={`${id}-note`} className={error ? 'field__err' : 'field__hint block'}>
        {error ?? hint}
      </span>
    </div>
  )
}
