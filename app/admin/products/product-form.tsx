import { getTranslations } from 'next-intl/server'
import { PictureField } from '#components/admin/picture-field.tsx'
import { CheckField, SelectField, TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { ALLERGENS, CATEGORIES, PACK_MEASURES, STORAGES, TILES } from '#lib/domain/catalogue.ts'
import { plainAmount } from '#lib/domain/money.ts'
import { pictureUrl } from '#lib/domain/picture.ts'
import { UNITS, type Unit } from '#lib/domain/quantity.ts'
import { env } from '#lib/infra/env.ts'
import type { adminProduct } from '#lib/queries/admin-catalogue.ts'
import { AdminForm } from '../admin-form.tsx'
import { BothLanguages } from '../both-languages.tsx'
import { save } from './actions.ts'

type Product = NonNullable<Awaited<ReturnType<typeof adminProduct>>>
type Option = { value: string; label: string }

/** Every field of a product, in four groups: what it is, how it is sold, what one must know, and how it looks. */
export async function ProductForm({ product, suppliers }: { product: Product | undefined; suppliers: Option[] }) {
  const [t, common] = await Promise.all([getTranslations('admin.products'), getTranslations('common')])
  return (
    <AdminForm action={save} className="sheetform" label={t('one')}>
      {product && <input type="hidden" name="productId" value={product.id} />}
      <fieldset className="panel panel--pad">
        <legend>{t('groups.what')}</legend>
        <BothLanguages name="name" label={t('name')} value={product?.name} maxLength={80} />
        <BothLanguages name="pack" label={t('pack')} hint={t('packHint')} value={product?.pack} maxLength={80} />
        <BothLanguages name="origin" label={t('origin')} value={product?.origin} maxLength={80} />
        <BothLanguages
          name="description"
          label={t('description')}
          value={product?.description}
          long
          rows={3}
          maxLength={600}
        />
        <div className="pair">
          <TextField
            name="sku"
            label={t('sku')}
            hint={t('skuHint')}
            maxLength={40}
            defaultValue={product?.sku}
            autoComplete="off"
          />
          <SelectField
            name="category"
            label={t('category')}
            defaultValue={product?.category ?? 'other'}
            options={CATEGORIES.map((value) => ({ value, label: common(`categories.${value}`) }))}
          />
        </div>
      </fieldset>
      <Sold product={product} suppliers={suppliers} />
      <Know product={product} />
      <Look product={product} />
      <div className="sheetform__foot">
        <CheckField name="active" label={t('active')} defaultChecked={product?.active ?? true} />
        <FormMessage />
        <Submit busy={common('saving')}>{common('save')}</Submit>
      </div>
    </AdminForm>
  )
}

/** Price, cost, unit and case: what the purchase list and the shop's prices are made of. */
async function Sold({ product, suppliers }: { product: Product | undefined; suppliers: Option[] }) {
  const [t, common] = await Promise.all([getTranslations('admin.products'), getTranslations('common')])
  const amount = (minor: number | undefined) => (minor === undefined ? '' : plainAmount(minor, env.CURRENCY))
  return (
    <fieldset className="panel panel--pad">
      <legend>{t('groups.sold')}</legend>
      <div className="pair pair--three">
        <SelectField
          name="unit"
          label={t('unit')}
          hint={t('unitHint')}
          defaultValue={product?.unit ?? 'piece'}
          options={(Object.keys(UNITS) as Unit[]).map((value) => ({ value, label: common(`unit.${value}`) }))}
        />
        <TextField
          name="price"
          label={t('priceIn', { currency: env.CURRENCY })}
          inputMode="decimal"
          defaultValue={amount(product?.priceMinor)}
          autoComplete="off"
        />
        <TextField
          name="cost"
          label={t('costIn', { currency: env.CURRENCY })}
          hint={t('costHint')}
          inputMode="decimal"
          defaultValue={amount(product?.costMinor)}
          autoComplete="off"
        />
        <TextField
          name="caseSize"
          label={t('caseSize')}
          hint={t('caseHint')}
          inputMode="numeric"
          defaultValue={String(product?.caseSize ?? 1)}
        />
        <TextField
          name="packAmount"
          label={t('packAmount')}
          hint={t('packAmountHint')}
          inputMode="numeric"
          defaultValue={product?.packAmount?.toString() ?? ''}
        />
        <SelectField
          name="packMeasure"
          label={t('packMeasure')}
          defaultValue={product?.packMeasure ?? 'g'}
          options={PACK_MEASURES.map((value) => ({ value, label: t(`measures.${value}`) }))}
        />
        <SelectField
          name="supplierId"
          label={t('supplier')}
          defaultValue={product?.supplierId ?? ''}
          options={[{ value: '', label: t('noSupplier') }, ...suppliers]}
        />
        <TextField
          name="tax"
          label={t('tax')}
          inputMode="decimal"
          defaultValue={String((product?.taxBps ?? 0) / 100)}
        />
        <TextField
          name="deposit"
          label={t('depositIn', { currency: env.CURRENCY })}
          hint={t('depositHint')}
          inputMode="decimal"
          defaultValue={product?.depositMinor ? amount(product.depositMinor) : ''}
          autoComplete="off"
        />
        <TextField
          name="tolerance"
          label={t('tolerance')}
          hint={t('toleranceHint')}
          inputMode="decimal"
          defaultValue={String((product?.toleranceBps ?? 0) / 100)}
          autoComplete="off"
        />
      </div>
    </fieldset>
  )
}

/** What must be known before one eats it. */
async function Know({ product }: { product: Product | undefined }) {
  const [t, common] = await Promise.all([getTranslations('admin.products'), getTranslations('common')])
  return (
    <fieldset className="panel panel--pad">
      <legend>{t('groups.know')}</legend>
      <div className="pair">
        <SelectField
          name="storage"
          label={t('storage')}
          defaultValue={product?.storage ?? 'ambient'}
          options={STORAGES.map((value) => ({ value, label: common(`storage.${value}`) }))}
        />
        <TextField
          name="shelfLifeDays"
          label={t('shelfLife')}
          inputMode="numeric"
          defaultValue={product?.shelfLifeDays?.toString() ?? ''}
        />
      </div>
      <fieldset>
        <legend className="field__label">{t('allergens')}</legend>
        <div className="checks">
          {ALLERGENS.map((value) => (
            <CheckField
              key={value}
              name="allergens"
              value={value}
              label={common(`allergens.${value}`)}
              defaultChecked={product?.allergens.includes(value) ?? false}
            />
          ))}
        </div>
      </fieldset>
    </fieldset>
  )
}

async function Look({ product }: { product: Product | undefined }) {
  const t = await getTranslations('admin.products')
  return (
    <fieldset className="panel panel--pad">
      <legend>{t('groups.look')}</legend>
      <PictureField
        name="picture"
        label={t('picture')}
        hint={t('pictureHint')}
        tile={product?.tile ?? 'stone'}
        current={pictureUrl(product?.picture ?? null)}
        empty={t('noPicture')}
      />
      {product?.picture && <CheckField name="removePicture" label={t('removePicture')} />}
      <div className="pair">
        <SelectField
          name="tile"
          label={t('tile')}
          defaultValue={product?.tile ?? 'stone'}
          options={TILES.map((value) => ({ value, label: t(`tiles.${value}`) }))}
        />
        <CheckField name="many" label={t('many')} defaultChecked={product?.many ?? false} className="pair__check" />
      </div>
    </fieldset>
  )
}
