import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import NotHere from '#app/not-here.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { adminProduct, adminSuppliers } from '#lib/queries/admin-catalogue.ts'
import { belowCostPermissions } from '#lib/queries/below-cost.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { AdminFrame } from '../../frame.tsx'
import { one, type Query } from '../../query.ts'
import { BelowCost } from '../below-cost/below-cost.tsx'
import { ProductForm } from '../product-form.tsx'

type Props = { params: Promise<{ id: string }>; searchParams: Query }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('products.one') }
}

export default async function ProductPage({ params, searchParams }: Props) {
  const { id } = await params
  const who = await pageAdmin(`/admin/products/${id}`, 'catalogue')
  if (!who) return <NotAllowed />
  const isNew = id === 'new'
  const product = isNew ? undefined : await adminProduct(who, id)
  if (!isNew && !product) {
    setStatus(404)
    return <NotHere />
  }
  const [t, common, f, suppliers, permissions, query] = await Promise.all([
    getTranslations('admin'),
    getTranslations('common'),
    getFormats(),
    adminSuppliers(who),
    product ? belowCostPermissions(who, product.id) : [],
    searchParams,
  ])
  const options = suppliers
    .filter((supplier) => supplier.active || supplier.id === product?.supplierId)
    .map((supplier) => ({ value: supplier.id, label: f.text(supplier.name) }))
  return (
    <AdminFrame
      section="products"
      title={product ? f.text(product.name) : t('products.new')}
      aside={product?.sku}
      back={{ href: '/admin/products', label: t('products.title') }}
    >
      {one(query.saved) && (
        <Notice tone="leaf" icon="check" role="status">
          {common('saved')}
        </Notice>
      )}
      <ProductForm product={product} suppliers={options} />
      {product && <BelowCost productId={product.id} costMinor={product.costMinor} permissions={permissions} />}
    </AdminFrame>
  )
}
