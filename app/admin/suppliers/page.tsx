import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { adminSuppliers } from '#lib/queries/admin-catalogue.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminFrame } from '../frame.tsx'

const PATH = '/admin/suppliers'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('suppliers.title') }
}

export default async function SuppliersPage() {
  const who = await pageAdmin(PATH, 'catalogue')
  if (!who) return <NotAllowed />
  const [t, f, suppliers] = await Promise.all([getTranslations('admin.suppliers'), getFormats(), adminSuppliers(who)])
  const tools = (
    <a className="btn btn--primary btn--sm" href={`${PATH}/new`}>
      {t('new')}
    </a>
  )
  return (
    <AdminFrame section="suppliers" title={t('title')} aside={t('count', { count: suppliers.length })} tools={tools}>
      {suppliers.length === 0 ? (
        <Empty>{t('none')}</Empty>
      ) : (
        <TableRegion label={t('title')}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{t('name')}</th>
                <th scope="col">{t('terms')}</th>
                <th scope="col">{t('email')}</th>
                <th scope="col">{t('phone')}</th>
                <th scope="col" className="n">
                  {t('products')}
                </th>
              </tr>
            </thead>
            <tbody>
              {suppliers.map((supplier) => (
                <tr key={supplier.id}>
                  <th scope="row">
                    <a href={`${PATH}/${supplier.id}`}>{f.text(supplier.name)}</a>{' '}
                    {!supplier.active && <span className="mark">{t('inactive')}</span>}
                  </th>
                  <td>{f.text(supplier.terms)}</td>
                  <td>{supplier.email}</td>
                  <td>{supplier.phone}</td>
                  <td className="n">
                    <a href={`/admin/products?supplier=${supplier.id}`}>{f.number(supplier.products)}</a>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableRegion>
      )}
    </AdminFrame>
  )
}
