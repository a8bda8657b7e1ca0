'use client'

import { useOptimistic, useState, useTransition } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { whileSaving } from './pending.ts'

type Props = {
  action: (form: FormData) => Promise<void>
  groupOrderId: string
  offerId: string
  slug: string
  quantity: number
  step: number
  /** Most that can be had. */
  max: number
  /** How the quantity is written: "2", or "0.3 kg" for grams. */
  weighed: boolean
  locale: string
  labels: { group: string; add: string; more: string; fewer: string; all: string; lost: string }
}

/**
 * Puts a quantity into the basket. Each button submits the quantity it stands for, so a tap sent twice changes nothing
 * more, and it works as a plain form; with JavaScript the number moves at once.
 */
export function Stepper({ action, groupOrderId, offerId, slug, quantity, step, max, weighed, locale, labels }: Props) {
  const [shown, show] = useOptimistic(quantity)
  const [, startTransition] = useTransition()
  const [failed, setFailed] = useState(false)
  const text = weighed
    ? new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilogram', maximumFractionDigits: 2 }).format(shown / 1000)
    : String(shown)

  const submit = (form: FormData) =>
    startTransition(async () => {
      show(Number(form.get('quantity')))
      try {
        await whileSaving(() => action(form))
        setFailed(false)
      } catch {
        setFailed(true)
      }
    })

  return (
    <form
      action={action}
      onSubmit={(event) => {
        event.preventDefault()
        submit(new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter))
      }}
    >
      <input type="hidden" name="groupOrderId" value={groupOrderId} />
      <input type="hidden" name="offerId" value={offerId} />
      <input type="hidden" name="slug" value={slug} />
      {shown === 0 ? (
        <button className="add" name="quantity" value={step} aria-label={labels.add} type="submit">
          <Icon name="plus" />
        </button>
      ) : (
        <fieldset className="stepper" aria-label={labels.group}>
          <button name="quantity" value={shown - step} aria-label={labels.fewer} type="submit">
            <Icon name="minus" />
          </button>
          <output aria-live="polite">{text}</output>
          <button
            className="is-plus"
            name="quantity"
            value={shown + step}
            aria-label={labels.more}
            type="submit"
            disabled={shown + step > max}
          >
            <Icon name="plus" />
          </button>
        </fieldset>
      )}
      {shown > 0 && shown + step > max && <p className="micro muted mt-1 text-right">{labels.all}</p>}
      {failed && (
        <p className="field__err" role="alert">
          {labels.lost}
        </p>
      )}
    </form>
  )
}
