import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { Pager } from '#components/admin/pager.tsx'
import { Tile } from '#components/product/tile.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { CATEGORIES } from '#lib/domain/catalogue.ts'
import { pictureUrl } from '#lib/domain/picture.ts'
import { env } from '#lib/infra/env.ts'
import { type AdminProductRow, adminProducts, adminSuppliers } from '#lib/queries/admin-catalogue.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminFrame } from '../frame.tsx'
import { quantityText } from '../quantity.ts'
import { hrefWith, one, pageNumber, type Query } from '../query.ts'

const PATH = '/admin/products'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('products.title') }
}

export default async function ProductsPage({ searchParams }: { searchParams: Query }) {
  const who = await pageAdmin(PATH, 'catalogue')
  if (!who) return <NotAllowed />
  const query = await searchParams
  const asked = { q: one(query.q), category: one(query.category), supplier: one(query.supplier), all: one(query.all) }
  const filter = {
    search: asked.q,
    category: asked.category,
    supplierId: asked.supplier,
    all: Boolean(asked.all),
    page: pageNumber(query.page),
  }
  const [t, f, list, suppliers] = await Promise.all([
    getTranslations('admin'),
    getFormats(),
    adminProducts(who, filter),
    adminSuppliers(who),
  ])
  const tools = (
    <a className="btn btn--primary btn--sm" href={`${PATH}/new`}>
      {t('products.new')}
    </a>
  )
  return (
    <AdminFrame
      section="products"
      title={t('products.title')}
      aside={t('products.count', { count: list.total })}
      tools={tools}
    >
      <Filters asked={asked} suppliers={suppliers.map(({ id, name }) => ({ id, name: f.text(name) }))} />
      {list.rows.length === 0 ? <Empty>{t('products.none')}</Empty> : <Products rows={list.rows} />}
      <Pager
        page={list.page}
        pages={list.pages}
        hrefOf={(page) => hrefWith(PATH, { ...asked, page })}
        label={t('pages.label')}
        previous={t('pages.previous')}
        next={t('pages.next')}
        text={t('pages.text', { page: list.page, pages: list.pages })}
      />
    </AdminFrame>
  )
}

type Asked = Record<'q' | 'category' | 'supplier' | 'all', string | undefined>

/** Narrows the list; a plain form, so the address says what is shown. */
async function Filters({ asked, suppliers }: { asked: Asked; suppliers: { id: string; name: string }[] }) {
  const [t, common] = await Promise.all([getTranslations('admin'), getTranslations('common')])
  return (
    <form className="filters">
      <input
        className="input input--sm"
        type="search"
        name="q"
        defaultValue={asked.q}
        aria-label={t('inventory.search')}
        placeholder={t('inventory.search')}
      />
      <select
        className="input input--sm"
        name="category"
        defaultValue={asked.category ?? ''}
        aria-label={t('products.category')}
      >
        <option value="">{t('products.allCategories')}</option>
        {CATEGORIES.map((category) => (
          <option key={category} value={category}>
            {common(`categories.${category}`)}
          </option>
        ))}
      </select>
      <select
        className="input input--sm"
        name="supplier"
        defaultValue={asked.supplier ?? ''}
        aria-label={t('products.supplier')}
      >
        <option value="">{t('products.allSuppliers')}</option>
        {suppliers.map((supplier) => (
          <option key={supplier.id} value={supplier.id}>
            {supplier.name}
          </option>
        ))}
      </select>
      <label className="chip filters__check">
        <input className="check" type="checkbox" name="all" value="1" defaultChecked={Boolean(asked.all)} />
        {t('products.inactiveToo')}
      </label>
      <button className="btn btn--quiet btn--sm" type="submit">
        {t('filter')}
      </button>
    </form>
  )
}

async function Products({ rows }: { rows: AdminProductRow[] }) {
  const [t, common, f] = await Promise.all([getTranslations('admin.products'), getTranslations('common'), getFormats()])
  return (
    <TableRegion label={t('title')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t('product')}</th>
            <th scope="col">{t('sku')}</th>
            <th scope="col">{t('supplier')}</th>
            <th scope="col">{t('category')}</th>
            <th scope="col" className="n">
              {t('caseSize')}
            </th>
            <th scope="col" className="n">
              {t('cost')}
            </th>
            <th scope="col" className="n">
              {t('price')}
            </th>
            <th scope="col" className="n">
              {t('margin')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <span className="cell">
                  <Tile src={pictureUrl(row.picture)} tile={row.tile} size={24} />
                  <a href={`${PATH}/${row.id}`}>{f.text(row.name)}</a>{' '}
                  <span className="faint light">{f.text(row.pack)}</span>
                  {!row.active && <span className="mark">{t('inactive')}</span>}
                </span>
              </th>
              <td className="faint">{row.sku}</td>
              <td>{row.supplier ? f.text(row.supplier) : t('noSupplier')}</td>
              <td>{common(`categories.${row.category}` as 'categories.other')}</td>
              <td className="n">{quantityText(row.caseSize, row.unit, f.number)}</td>
              <td className="n">{f.money(row.costMinor, env.CURRENCY)}</td>
              <td className="n strong">
                {common('per', { price: f.money(row.priceMinor, env.CURRENCY), unit: common(`unit.${row.unit}`) })}
              </td>
              <td className="n">
                {t('percent', { value: Math.floor(((row.priceMinor - row.costMinor) * 100) / row.priceMinor) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}
