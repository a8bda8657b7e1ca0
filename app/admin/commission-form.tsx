import { getTranslations } from 'next-intl/server'
import { TextField } from '#components/ui/fields.tsx'
import { Fold, FormMessage, Submit } from '#components/ui/form.tsx'
import type { FormAction } from '#lib/web/form-state.ts'
import { AdminForm } from './admin-form.tsx'

type Props = {
  action: FormAction
  /** Hidden fields: whose rate it is. */
  of: Record<string, string>
  /** Whose, in words. */
  name: string
  /** What is seen while it is folded away. */
  shown: string
  /** The own rate, basis points; null = the usual one. */
  bps: number | null
  hint: string
}

/** A commission rate of somebody's own, or none: folded away until it is to be changed. */
export async function CommissionForm({ action, of, name, shown, bps, hint }: Props) {
  const t = await getTranslations('earnings.admin')
  const summary = (
    <>
      <span aria-hidden="true">{shown}</span>
      <span className="sr">{t('changeOf', { name })}</span>
    </>
  )
  return (
    // without a label: in a list, two of a name would be two regions of a name
    <AdminForm action={action}>
      {Object.entries(of).map(([field, value]) => (
        <input key={field} type="hidden" name={field} value={value} />
      ))}
      <Fold summary={summary} summaryLook="btn btn--quiet btn--sm adj" className="stack folded">
        <TextField
          name="commission"
          label={t('rate')}
          hint={hint}
          defaultValue={bps === null ? '' : String(bps / 100)}
          inputMode="decimal"
          autoComplete="off"
          maxLength={6}
        />
        <FormMessage />
        <Submit className="btn btn--quiet btn--sm">{t('save')}</Submit>
      </Fold>
    </AdminForm>
  )
}
