'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { useForm } from '#components/ui/form.tsx'

/** How a number typed becomes a change: added, taken away, taken as the new count, or signed as typed. */
export type AdjustMode = 'in' | 'out' | 'count' | 'signed'
export type AdjustChoice = { reason: string; label: string; mode: AdjustMode }

type Props = {
  onHand: number
  reserved: number
  choices: AdjustChoice[]
  /** The unit beside every number: "kg" is never shown here, weights are typed in grams. */
  unit: string
  texts: {
    onHand: string
    quantity: string
    newOnHand: string
    reason: string
    countHint: string
    signedHint: string
    /** With {reserved} as "%r". */
    reserved: string
  }
}

const HELD = '%r'

function resultOf(mode: AdjustMode | undefined, onHand: number, typed: string): number | undefined {
  if (!mode || !/^-?\d{1,9}$/.test(typed.trim())) return undefined
  const number = Number(typed)
  if (mode === 'count') return number
  if (mode === 'out') return onHand - number
  return onHand + number
}

/** What lies in store, by how much it changes and why; the result is shown while one types. */
export function AdjustFields({ onHand, reserved, choices, unit, texts }: Props) {
  const { state } = useForm()
  const id = useId()
  const first = state.values.reason ?? choices[0]?.reason ?? ''
  const [reason, setReason] = useState(String(first))
  const [typed, setTyped] = useState(String(state.values.quantity ?? ''))
  const box = useRef<HTMLInputElement>(null)
  // What was typed and chosen before this script ran counts too.
  useEffect(() => {
    setTyped(box.current?.value ?? '')
    const chosen = box.current?.form?.elements.namedItem('reason')
    if (chosen instanceof RadioNodeList) setReason(chosen.value)
  }, [])
  const mode = choices.find((choice) => choice.reason === reason)?.mode
  const result = resultOf(mode, onHand, typed)
  const error = state.errors.quantity
  const hint = mode === 'count' ? texts.countHint : mode === 'signed' ? texts.signedHint : undefined
  return (
    <>
      <fieldset>
        <legend className="field__label">{texts.reason}</legend>
        <div className="reasons">
          {choices.map((choice) => (
            <label key={choice.reason} className="chip chip--tap">
              <input
                type="radio"
                name="reason"
                value={choice.reason}
                defaultChecked={choice.reason === first}
                onChange={() => setReason(choice.reason)}
              />
              {choice.label}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="math">
        <div>
          <small>{texts.onHand}</small>
          <b>
            {onHand} <small>{unit}</small>
          </b>
        </div>
        <div>
          <label htmlFor={id}>{texts.quantity}</label>
          <input
            ref={box}
            className="input"
            id={id}
            name="quantity"
            inputMode={mode === 'signed' ? 'text' : 'numeric'}
            autoComplete="off"
            defaultValue={typed}
            onChange={(event) => setTyped(event.target.value)}
            aria-invalid={error ? true : undefined}
            aria-describedby={`${id}-note`}
          />
        </div>
        <div>
          <small>{texts.newOnHand}</small>
          <output htmlFor={id}>
            {result ?? '–'} <small>{result === undefined ? '' : unit}</small>
          </output>
        </div>
      </div>
      <p id={`${id}-note`} className={error ? 'field__err' : 'field__hint'}>
        {error ?? hint}
      </p>
      {result !== undefined && result < reserved && (
        <p className="notice notice--tomato" role="status">
          {texts.reserved.replace(HELD, String(reserved))}
        </p>
      )}
    </>
  )
}
