import { getTranslations } from 'next-intl/server'
import { TextArea, TextField } from '#components/ui/fields.tsx'
import { Fold, FormMessage, Submit } from '#components/ui/form.tsx'
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
    <AdminForm action={answer} label={t('office')}>
      <Fold summary={t('office')} look="panel panel--pad" summaryLook="strong">
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
      </Fold>
    </AdminForm>
  )
}

/** What came with the truck. */
export async function Receive({ order }: Props) {
  const [t, f] = await Promise.all([getTranslations('buying.one'), getFormats()])
  return (
    <AdminForm action={receive} label={t('receive')}>
      <Fold summary={t('receive')} look="panel panel--pad" summaryLook="strong">
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
      </Fold>
    </AdminForm>
  )
}

/** Until when the supplier's link opens it; stopping it, and mailing another. */
export async function Links({ order }: Props) {
  const [t, f] = await Promise.all([getTranslations('buying.one'), getFormats()])
  return (
    <section className="panel panel--pad stack" aria-labelledby="links">
      <h2 id="links">{t('links')}</h2>
      <p>{order.linkUntil ? t('linkUntil', { day: f.day(order.linkUntil, order.timeZone) }) : t('linkNone')}</p>
      <AdminForm action={changeLink} className="grid gap-3" label={t('links')}>
        <div className="filters">
          {order.state !== 'cancelled' && (
            <Submit className="btn btn--quiet btn--sm" name="isRenewed" value="1">
              {t('renew')}
            </Submit>
          )}
          <Submit className="btn btn--quiet btn--sm">{t('stop')}</Submit>
        </div>
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
  const label = t(isDraft ? 'cancelDraft' : 'cancel')
  return (
    <AdminForm action={cancel} label={label}>
      <Fold summary={label} look="panel panel--pad" summaryLook="strong">
        <Which order={order} />
        {!isDraft && <TextField name="reason" label={t('cancelReason')} maxLength={200} />}
        <FormMessage />
        <Submit className="btn btn--danger btn--sm">{label}</Submit>
      </Fold>
    </AdminForm>
  )
}
