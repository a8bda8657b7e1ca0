'use client'

import { useEffect, useId, useState } from 'react'
import { useForm } from '#components/ui/form.tsx'

type Props = { name: string; label: string; hint: string; tile: string; current: string | null; empty: string }

/** Chooses a picture and shows it before it is sent; the browser itself cannot keep a file after an error. */
export function PictureField({ name, label, hint, tile, current, empty }: Props) {
  const { state } = useForm()
  const id = useId()
  const [chosen, setChosen] = useState<string>()
  useEffect(() => (chosen ? () => URL.revokeObjectURL(chosen) : undefined), [chosen])
  const error = state.errors[name]
  return (
    <div className="field picture">
      <span className={`tile tile--72 t-${tile}`}>
        <img src={chosen ?? current ?? '/basket.webp'} alt={current || chosen ? '' : empty} width="256" height="256" />
      </span>
      <div className="grow">
        <label className="field__label" htmlFor={id}>
          {label}
        </label>
        <input
          className="input input--file"
          type="file"
          id={id}
          name={name}
          accept="image/jpeg,image/png,image/webp"
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-note`}
          onChange={(event) => {
            const file = event.target.files?.[0]
            setChosen(file && URL.createObjectURL(file))
          }}
        />
        <span id={`${id}-note`} className={error ? 'field__err' : 'field__hint block'}>
          {error ?? hint}
        </span>
      </div>
    </div>
  )
}
