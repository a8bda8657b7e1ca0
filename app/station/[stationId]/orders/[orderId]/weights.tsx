import { getTranslations } from 'next-intl/server'
import { TextField } from '#components/ui/fields.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { chargedQuantity, isChargedByWeight, mostGrams } from '#lib/domain/weighing.ts'
import type { OrderAtStation, OrderLineAtStation } from '#lib/queries/station-order.ts'
import type { Formats } from '#lib/web/format.ts'
import { saveWeights } from '../../actions.ts'

type Props = {
  order: OrderAtStation
  stationId: string
  /** The code or QR as it was checked: still there for the handing over. */
  proof?: string | undefined
  f: Formats
}

/** Whether something of it is charged by weight, and may still be weighed. */
const canWeigh = ({ lines, state, paymentState }: OrderAtStation): boolean =>
  state !== 'collected' && (paymentState === 'due' || paymentState === 'held') && lines.some(isChargedByWeight)

/** What the scale says of each bag that is sold by weight, before it is handed over. */
export async function Weights({ order, stationId, proof, f }: Props) {
  if (!canWeigh(order)) return null
  const [t, common] = await Promise.all([getTranslations('station.order'), getTranslations('common')])
  const lines = order.lines.filter(isChargedByWeight)
  return (
    <section aria-labelledby="weights">
      <h2 id="weights">{t('weights')}</h2>
      <p className="small muted mt-1">{t('weightsText')}</p>
      <Form
        action={saveWeights}
        lost={common('lost')}
        stale={common('stale')}
        className="panel panel--pad mt-2 grid gap-3"
        label={t('weights')}
      >
        <input type="hidden" name="stationId" value={stationId} />
        <input type="hidden" name="orderId" value={order.orderId} />
        {proof && <input type="hidden" name="proof" value={proof} />}
        {lines.map((line, index) => (
          <Weight key={line.offerId} line={line} index={index} f={f} />
        ))}
        <FormMessage />
        <Submit className="btn btn--quiet btn--block" busy={t('savingWeights')}>
          {t('saveWeights')}
        </Submit>
      </Form>
    </section>
  )
}

async function Weight({ line, index, f }: { line: OrderLineAtStation; index: number; f: Formats }) {
  const t = await getTranslations('station.order')
  const { actual, quantity, unit, toleranceBps } = line
  const said = (grams: number) => f.quantity(grams, unit)
  const charged = chargedQuantity(line)
  return (
    <div>
      <input type="hidden" name={`weights.${index}.offerId`} value={line.offerId} />
      <TextField
        name={`weights.${index}.kilograms`}
        label={t('weightOf', { name: f.text(line.name) })}
        hint={
          actual === null
            ? t('orderedOf', { quantity: said(quantity), most: said(mostGrams(quantity, toleranceBps)) })
            : t(charged < actual ? 'weighedCharged' : 'weighedOf', {
                ...{ quantity: said(quantity), actual: said(actual), charged: said(charged) },
              })
        }
        inputMode="decimal"
        defaultValue={actual === null ? '' : String(actual / 1000)}
        autoComplete="off"
        maxLength={7}
      />
    </div>
  )
}
