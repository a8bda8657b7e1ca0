import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { Topbar } from '#components/frame/topbar.tsx'
import { SelectField, TextArea, TextField } from '#components/ui/fields.tsx'
import { FilesField } from '#components/ui/files-field.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { CLAIM_KINDS, MOST_PHOTOS } from '#lib/domain/claim.ts'
import { UNITS } from '#lib/domain/quantity.ts'
import { chargedQuantity } from '#lib/domain/weighing.ts'
import { newId } from '#lib/infra/ids.ts'
import { claimUntil } from '#lib/queries/claims.ts'
import { type OrderLineView, ownOrder } from '#lib/queries/orders.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageShopper } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { claim } from './actions.ts'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('claims'))('file') }
}

/** What was missing or bad, line by line, with pictures; one form, no script needed. */
export default async function ClaimPage({ params }: Props) {
  const { id } = await params
  const order = await ownOrder(await pageShopper(`/orders/${id}/claim`), id)
  if (!order) {
    setStatus(404)
    return <NotHere />
  }
  const [t, c, f, until] = await Promise.all([
    getTranslations('claims'),
    getTranslations('common'),
    getFormats(),
    claimUntil(order),
  ])
  return (
    <div className="screen">
      <Topbar back={`/orders/${id}`} backLabel={c('back')} title={f.text(order.group.title)} />
      <main className="wrap pt-1">
        <h1>{t('file')}</h1>
        {until ? (
          <Form action={claim} lost={c('lost')} stale={c('stale')} className="stack mt-3" label={t('file')}>
            <p className="muted">{t('about', { until: f.when(until, order.group.timeZone) })}</p>
            <input type="hidden" name="claimId" value={newId()} />
            <input type="hidden" name="orderId" value={order.id} />
            {order.lines
              .filter(({ collected }) => collected > 0)
              .map((line, index) => (
                <Line key={line.offerId} line={line} index={index} />
              ))}
            <TextArea name="text" label={t('text')} hint={t('textHint')} maxLength={1_000} />
            <FilesField
              name="photos"
              label={t('photos')}
              hint={t('photosHint', { most: MOST_PHOTOS })}
              error="picture"
            />
            <FormMessage />
            <Submit className="btn btn--primary btn--block" busy={t('sending')}>
              {t('send')}
            </Submit>
          </Form>
        ) : (
          <Notice tone="butter" icon="clock">
            {t('closed')}
          </Notice>
        )}
      </main>
    </div>
  )
}

async function Line({ line, index }: { line: OrderLineView; index: number }) {
  const [t, f] = await Promise.all([getTranslations('claims'), getFormats()])
  const isWeighed = UNITS[line.unit].weighed
  // what was weighed and handed over as a whole is claimed by what was charged
  const most = line.collected === line.quantity ? chargedQuantity(line) : line.collected
  return (
    <fieldset className="panel panel--pad">
      <legend className="sr">{f.text(line.name)}</legend>
      <p className="strong mb-2" aria-hidden="true">
        {f.text(line.name)} <span className="muted small">× {f.quantity(most, line.unit)}</span>
      </p>
      <input type="hidden" name={`lines.${index}.offerId`} value={line.offerId} />
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          name={`lines.${index}.kind`}
          label={t('kind')}
          options={[
            { value: '', label: t('fine') },
            ...CLAIM_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
          ]}
        />
        <TextField
          name={`lines.${index}.quantity`}
          label={t(isWeighed ? 'grams' : 'quantity')}
          defaultValue={most}
          inputMode="numeric"
          autoComplete="off"
          maxLength={6}
        />
      </div>
    </fieldset>
  )
}
