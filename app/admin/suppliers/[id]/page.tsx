import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import NotHere from '#app/not-here.tsx'
import { CheckField, SelectField, TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { adminSupplier } from '#lib/queries/admin-catalogue.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { AdminForm } from '../../admin-form.tsx'
import { BothLanguages } from '../../both-languages.tsx'
import { AdminFrame } from '../../frame.tsx'
import { save } from '../actions.ts'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('suppliers.one') }
}

export default async function SupplierPage({ params }: Props) {
  const { id } = await params
  const who = await pageAdmin(`/admin/suppliers/${id}`, 'catalogue')
  if (!who) return <NotAllowed />
  const isNew = id === 'new'
  const supplier = isNew ? undefined : await adminSupplier(who, id)
  if (!isNew && !supplier) {
    setStatus(404)
    return <NotHere />
  }
  const [t, common, f] = await Promise.all([
    getTranslations('admin.suppliers'),
    getTranslations('common'),
    getFormats(),
  ])
  return (
    <AdminFrame
      section="suppliers"
      title={supplier ? f.text(supplier.name) : t('new')}
      back={{ href: '/admin/suppliers', label: t('title') }}
    >
      <AdminForm action={save} className="sheetform" label={t('one')}>
        {supplier && <input type="hidden" name="supplierId" value={supplier.id} />}
        <div className="panel panel--pad">
          <BothLanguages name="name" label={t('name')} value={supplier?.name} maxLength={80} />
          <BothLanguages
            name="terms"
            label={t('terms')}
            hint={t('termsHint')}
            value={supplier?.terms}
            maxLength={200}
          />
          <div className="pair">
            <TextField name="email" type="email" label={t('email')} defaultValue={supplier?.email} maxLength={254} />
            <TextField name="phone" type="tel" label={t('phone')} defaultValue={supplier?.phone} maxLength={40} />
          </div>
          <SelectField
            name="locale"
            label={t('language')}
            hint={t('languageHint')}
            defaultValue={supplier?.locale ?? f.locale}
            options={[
              { value: 'en', label: 'English' },
              { value: 'zh-CN', label: '中文' },
            ]}
          />
        </div>
        <div className="sheetform__foot">
          <CheckField name="active" label={t('active')} defaultChecked={supplier?.active ?? true} />
          <FormMessage />
          <Submit busy={common('saving')}>{common('save')}</Submit>
        </div>
      </AdminForm>
    </AdminFrame>
  )
}
