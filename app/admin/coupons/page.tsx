import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { SelectField, TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { env } from '#lib/infra/env.ts'
import { newId } from '#lib/infra/ids.ts'
import { type CouponView, couponSuppliers, coupons } from '#lib/queries/coupon.ts'
import { type Formats, getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminForm } from '../admin-form.tsx'
import { AdminFrame } from '../frame.tsx'
import { create, end } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.coupons'))('title') }
}

/** What is given away, why, and how much of it is left. */
export default async function CouponsPage() {
  const who = await pageAdmin('/admin/coupons', 'money')
  if (!who) return <NotAllowed />
  const [t, money, f, made, suppliers] = await Promise.all([
    getTranslations('admin.coupons'),
    getTranslations('admin.money'),
    getFormats(),
    coupons(who),
    couponSuppliers(who),
  ])
  const spentMinor = made.reduce((sum, coupon) => sum + coupon.spentMinor, 0)
  return (
    <AdminFrame
      section="money"
      title={t('title')}
      aside={t('spent', { amount: f.money(spentMinor, env.CURRENCY) })}
      back={{ href: '/admin/money', label: money('title') }}
    >
      <div className="split">
        <div className="grow">
          {made.length === 0 ? <p className="notice">{t('none')}</p> : <Coupons made={made} f={f} />}
        </div>
        <section className="panel panel--pad split__side" aria-labelledby="new">
          <h2 id="new">{t('new')}</h2>
          <p className="small muted">{t('about')}</p>
          <AdminForm action={create} className="stack mt-3" label={t('new')}>
            <input type="hidden" name="couponId" value={newId()} />
            <TextField name="code" label={t('code')} hint={t('codeHint')} maxLength={40} autoComplete="off" />
            <TextField name="off" label={t('off')} inputMode="decimal" maxLength={6} autoComplete="off" />
            <TextField
              name="amount"
              label={t('amount', { currency: env.CURRENCY })}
              hint={t('amountHint')}
              inputMode="decimal"
              maxLength={14}
              autoComplete="off"
            />
            <TextField name="minimum" label={t('minimum')} inputMode="decimal" maxLength={14} autoComplete="off" />
            <TextField
              name="budget"
              label={t('budget')}
              hint={t('budgetHint')}
              inputMode="decimal"
              maxLength={14}
              autoComplete="off"
            />
            <TextField name="limitPerShopper" label={t('limit')} inputMode="numeric" defaultValue="1" maxLength={4} />
            <TextField name="validFrom" label={t('from')} hint={t('fromHint')} type="datetime-local" />
            <TextField name="validUntil" label={t('until')} type="datetime-local" />
            <TextField name="reason" label={t('reason')} maxLength={200} autoComplete="off" />
            <SelectField
              name="supplierId"
              label={t('paidBy')}
              options={[
                { value: '', label: t('us') },
                ...suppliers.map(({ id, name }) => ({ value: id, label: f.text(name) })),
              ]}
            />
            <FormMessage />
            <Submit>{t('create')}</Submit>
          </AdminForm>
        </section>
      </div>
    </AdminFrame>
  )
}

async function Coupons({ made, f }: { made: CouponView[]; f: Formats }) {
  const t = await getTranslations('admin.coupons')
  return (
    <TableRegion label={t('title')}>
      <table className="data data--tall">
        <thead>
          <tr>
            <th scope="col">{t('code')}</th>
            <th scope="col">{t('takesOff')}</th>
            <th scope="col" className="n">
              {t('used')}
            </th>
            <th scope="col">{t('when')}</th>
            <th scope="col">{t('reason')}</th>
            <th scope="col">{t('state')}</th>
          </tr>
        </thead>
        <tbody>
          {made.map((coupon) => (
            <tr key={coupon.id}>
              <th scope="row" className="num">
                {coupon.code}
              </th>
              <td>
                {coupon.bps === null
                  ? f.money(coupon.amountMinor ?? 0, env.CURRENCY)
                  : t('percent', { percent: coupon.bps / 100 })}
                {coupon.minimumMinor > 0 && (
                  <span className="small muted block">
                    {t('above', { amount: f.money(coupon.minimumMinor, env.CURRENCY) })}
                  </span>
                )}
              </td>
              <td className="n">
                {f.money(coupon.spentMinor, env.CURRENCY)}
                <span className="small muted block">
                  {t('of', { amount: f.money(coupon.budgetMinor, env.CURRENCY), uses: coupon.uses })}
                </span>
              </td>
              <td className="small">
                {f.when(coupon.validFrom, env.TIME_ZONE)} –
                <span className="block">{f.when(coupon.validUntil, env.TIME_ZONE)}</span>
              </td>
              <td>
                {coupon.reason}
                {coupon.supplier && (
                  <span className="small muted block">{t('by', { supplier: f.text(coupon.supplier) })}</span>
                )}
              </td>
              <td>
                {t(`states.${coupon.state}`)}
                {coupon.state !== 'over' && (
                  <AdminForm action={end}>
                    <input type="hidden" name="couponId" value={coupon.id} />
                    <Submit className="btn btn--quiet btn--sm" label={t('endOf', { code: coupon.code })}>
                      {t('end')}
                    </Submit>
                    <FormMessage />
                  </AdminForm>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}
