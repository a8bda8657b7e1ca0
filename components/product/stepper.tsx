'use client'

import { useLayoutEffect, useRef } from 'react'
import { Icon } from '#components/ui/icon.tsx'

type Props = {
  /** Where the form is posted without a script. */
  action: string
  groupOrderId: string
  offerId: string
  quantity: number
  step: number
  /** Most that can be had. */
  max: number
  /** How the quantity is written: "2", or "0.3 kg" for grams. */
  text: string
  failed: boolean
  /** With a script: adds to the quantity, or takes from it. */
  onChange: (by: number) => void
  labels: { group: string; add: string; more: string; fewer: string; all: string; lost: string }
}

/**
 * Puts a quantity into the basket. It works as a plain form, whose buttons send the quantity they stand for, so that a tap
 * sent twice changes nothing more; the first one says "at least", as this page may not know yet what the basket holds.
 */
export function Stepper(props: Props) {
  const { action, groupOrderId, offerId, quantity, step, max, text, failed, onChange, labels } = props
  const form = useRef<HTMLFormElement>(null)
  const isPressed = useRef(false)
  // the button that was pressed may be gone or shut: whoever goes by keys stays here
  useLayoutEffect(() => {
    if (!isPressed.current) return
    isPressed.current = false
    const { activeElement } = document
    if (form.current?.contains(activeElement) && !activeElement?.matches(':disabled')) return
    const open = form.current?.querySelectorAll<HTMLButtonElement>('button:enabled')
    open?.[quantity === 0 ? 0 : open.length - 1]?.focus()
  }, [quantity])
  return (
    <form
      ref={form}
      action={action}
      method="post"
      onSubmit={(event) => {
        event.preventDefault()
        isPressed.current = true
        const { submitter } = event.nativeEvent as SubmitEvent
        onChange(Number(submitter?.getAttribute('value')) - quantity)
      }}
    >
      <input type="hidden" name="groupOrderId" value={groupOrderId} />
      <input type="hidden" name="offerId" value={offerId} />
      {quantity === 0 ? (
        <button className="add" name="atLeast" value={step} aria-label={labels.add} type="submit">
          <Icon name="plus" />
        </button>
      ) : (
        <fieldset className="stepper" aria-label={labels.group}>
          <button name="quantity" value={quantity - step} aria-label={labels.fewer} type="submit">
            <Icon name="minus" />
          </button>
          <output aria-live="polite">{text}</output>
          <button
            className="is-plus"
            name="quantity"
            value={quantity + step}
            aria-label={labels.more}
            type="submit"
            disabled={quantity + step > max}
          >
            <Icon name="plus" />
          </button>
        </fieldset>
      )}
      {quantity > 0 && quantity + step > max && <p className="micro muted mt-1 text-right">{labels.all}</p>}
      {failed && (
        <p className="field__err" role="alert">
          {labels.lost}
        </p>
      )}
    </form>
  )
}
