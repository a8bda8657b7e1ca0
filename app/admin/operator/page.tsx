import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { CheckField, TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { operatorPage } from '#lib/queries/operator.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminForm } from '../admin-form.tsx'
import { BothLanguages } from '../both-languages.tsx'
import { AdminFrame } from '../frame.tsx'
import { save } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('operator.title') }
}

export default async function OperatorPage() {
  const who = await pageAdmin('/admin/operator', 'people')
  if (!who) return <NotAllowed />
  const [t, common, operator] = await Promise.all([
    getTranslations('admin.operator'),
    getTranslations('common'),
    operatorPage(),
  ])
  const tools = (
    <a className="btn btn--quiet btn--sm" href="/about">
      {t('see')}
    </a>
  )
  return (
    <AdminFrame section="operator" title={t('title')} aside={t('about')} tools={tools}>
      <AdminForm action={save} className="sheetform" label={t('title')}>
        <fieldset className="panel panel--pad">
          <legend>{t('identity')}</legend>
          <BothLanguages name="name" label={t('name')} value={operator.name} maxLength={80} />
          <div className="pair">
            <TextField name="legalName" label={t('legalName')} defaultValue={operator.legalName} maxLength={160} />
            <TextField
              name="registration"
              label={t('registration')}
              defaultValue={operator.registration}
              maxLength={80}
            />
            <TextField
              name="licence"
              label={t('licence')}
              hint={t('licenceHint')}
              defaultValue={operator.licence}
              maxLength={160}
            />
            <TextField name="address" label={t('address')} defaultValue={operator.address} maxLength={200} />
            <TextField
              name="complaintContact"
              label={t('complaint')}
              hint={t('complaintHint')}
              defaultValue={operator.complaintContact}
              maxLength={160}
            />
          </div>
        </fieldset>
        <fieldset className="panel panel--pad">
          <legend>{t('words')}</legend>
          <BothLanguages name="about" label={t('aboutText')} value={operator.about} long rows={4} maxLength={2_000} />
          <BothLanguages name="terms" label={t('terms')} value={operator.terms} long rows={10} maxLength={20_000} />
        </fieldset>
        <fieldset className="panel panel--pad">
          <legend>{t('wallets')}</legend>
          <TextField
            name="claimHours"
            label={t('claimHours')}
            hint={t('claimHoursHint')}
            defaultValue={operator.claimHours}
            inputMode="numeric"
            maxLength={3}
          />
          <CheckField name="allowsWithdrawals" label={t('withdrawals')} defaultChecked={operator.allowsWithdrawals} />
          <p className="small muted">{t('withdrawalsHint')}</p>
        </fieldset>
        <div className="sheetform__foot">
          <FormMessage />
          <Submit busy={common('saving')}>{common('save')}</Submit>
        </div>
      </AdminForm>
    </AdminFrame>
  )
}
