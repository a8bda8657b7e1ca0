import { getTranslations } from 'next-intl/server'
import { TextArea, TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { quantityToType } from '#lib/domain/amount.ts'
import { UNITS, type Unit } from '#lib/domain/quantity.ts'
import type { OrderLine, PurchaseOrderView } from '#lib/queries/purchase-orders.ts'
import { getFormats } from '#lib/web/format.ts'
import { AdminForm } from '../../admin-form.tsx'
import { answer, cancel, changeLink, receive, send } from '../actions.ts'

type Props = { order: PurchaseOrderView }

const Which = ({ order }: Props) => (
  <>
    <input type="hidden" name="purchaseOrderId" value={order.id} />
    <input type="hidden" name="revision" value={order.revision} />
  </>
)

/** What the supplier does not know yet, and the button that tells them. */
export async function Send({ order }: Props) {
  const [t, f] = await Promise.all([getTranslations('buying.one'), getFormats()])
  const isFirst = order.version === 0
  if (order.unsent.length === 0) return isFirst ? null : <p className="muted">{t('allSent')}</p>
  const { email } = order
  return (
    <section className="panel panel--pad stack" aria-labelledby="send">
      <h2 id="send">{isFirst ? t('send') : t('unsent')}</h2>
      {!isFirst && (
        <ul className="plain">
          {order.unsent.map(({ line, casesBefore, casesAfter }) => (
            <li key={line.productId}>
              {t('changed', { product: f.text(line.name), before: casesBefore, cases: casesAfter })}
            </li>
          ))}
        </ul>
      )}
      {email === '' ? (
        <p className="notice notice--butter">{t('noEmail')}</p>
      ) : (
        <AdminForm action={send} className="stack" label={t('send')}>
          <p className="small muted">{t(isFirst ? 'sendAbout' : 'sendNextAbout', { email })}</p>
          <TextArea name="note" label={t('note')} hint={t('noteHint')} rows={2} maxLength={500} />
          <FormMessage />
          <Submit>{t(isFirst ? 'sendFirst' : 'sendNext')}</Submit>
          <Which order={order} />
        </AdminForm>
      )}
    </section>
  )
}

const unitMark = (unit: Unit) => (UNITS[unit].weighed ? ' (kg)' : '')
const askedOf = ({ casesSent, caseSize }: OrderLine) => casesSent * caseSize

/** What a supplier said on the phone. */
export async function PhoneAnswer({ order }: Props) {
  const [t, f] = await Promise.all([getTranslations('buying.one'), getFormats()])
  return (
    <details className="panel panel--pad">
      <summary className="strong">{t('office')}</summary>
      <AdminForm action={answer} className="stack mt-3" label={t('office')}>
        <input type="hidden" name="purchaseOrderId" value={order.id} />
        <input type="hidden" name="version" value={order.version} />
        <p className="small muted">{t('officeAbout')}</p>
        {order.lines
          .filter(({ casesSent }) => casesSent > 0)
          .map((line) => (
            <div className="pair" key={line.productId}>
              <TextField
                name={`confirmed.${line.productId}`}
                label={t('confirmedOf', { product: f.text(line.name) }) + unitMark(line.unit)}
                defaultValue={quantityToType(line.confirmed ?? askedOf(line), line.unit)}
                inputMode="decimal"
                maxLength={14}
              />
              <TextField
                name={`remark.${line.productId}`}
                label={t('remarkOf', { product: f.text(line.name) })}
                defaultValue={line.remark}
                maxLength={200}
              />
            </div>
          ))}
        <FormMessage />
        <Submit className="btn btn--quiet">{t('officeSave')}</Submit>
      </AdminForm>
    </details>
  )
}

/** What came with the truck. */
export async function Receive({ order }: Props) {
  const [t, f] = await Promise.all([getTranslations('buying.one'), getFormats()])
  return (
    <details className="panel panel--pad">
      <summary className="strong">{t('receive')}</summary>
      <AdminForm action={receive} className="stack mt-3" label={t('receive')}>
        <Which order={order} />
        <p className="small muted">{t('receiveAbout')}</p>
        {order.lines
          .filter(({ casesSent }) => casesSent > 0)
          .map((line) => (
            <TextField
              key={line.productId}
              name={`received.${line.productId}`}
              label={t('came', { product: f.text(line.name) }) + unitMark(line.unit)}
              defaultValue={quantityToType(line.confirmed ?? askedOf(line), line.unit)}
              inputMode="decimal"
              maxLength={14}
            />
          ))}
        <FormMessage />
        <Submit>{t('receiveSave')}</Submit>
      </AdminForm>
    </details>
  )
}

/** Until when the supplier's link opens it; stopping it, and mailing another. */
export async function Links({ order }: Props) {
  const [t, f] = await Promise.all([getTranslations('buying.one'), getFormats()])
  return (
    <section className="panel panel--pad stack" aria-labelledby="links">
      <h2 id="links">{t('links')}</h2>
      <p>{order.linkUntil ? t('linkUntil', { day: f.day(order.linkUntil, order.timeZone) }) : t('linkNone')}</p>
      <AdminForm action={changeLink} className="stack" label={t('links')}>
        {order.state !== 'cancelled' && (
          <Submit className="btn btn--quiet btn--sm" name="isRenewed" value="1">
            {t('renew')}
          </Submit>
        )}
        <Submit className="btn btn--quiet btn--sm">{t('stop')}</Submit>
        <FormMessage />
        <Which order={order} />
      </AdminForm>
    </section>
  )
}

/** Calls it off. */
export async function Cancel({ order }: Props) {
  const t = await getTranslations('buying.one')
  const isDraft = order.version === 0
  return (
    <details className="panel panel--pad">
      <summary className="strong">{t(isDraft ? 'cancelDraft' : 'cancel')}</summary>
      <AdminForm action={cancel} className="stack mt-3" label={t(isDraft ? 'cancelDraft' : 'cancel')}>
        <Which order={order} />
        {!isDraft && <TextField name="reason" label={t('cancelReason')} maxLength={200} />}
        <FormMessage />
        <Submit className="btn btn--danger btn--sm">{t(isDraft ? 'cancelDraft' : 'cancel')}</Submit>
      </AdminForm>
    </details>
  )
}
