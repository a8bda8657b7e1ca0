import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { Pager } from '#components/admin/pager.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { GROUP_STATES } from '#lib/domain/lifecycle.ts'
import { type AdminGroupRow, adminGroupOrders } from '#lib/queries/admin-group-orders.ts'
import { getFormats } from '#lib/web/format.ts'
import { AdminFrame } from '../frame.tsx'
import { pageAnyAdmin } from '../gate.ts'
import { hrefWith, one, pageNumber, type Query } from '../query.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('groups.title') }
}

const PATH = '/admin/group-orders'

export default async function GroupOrdersPage({ searchParams }: { searchParams: Query }) {
  const who = await pageAnyAdmin(PATH)
  if (!who) return <NotAllowed />
  const query = await searchParams
  const [state, search] = [one(query.state), one(query.q)]
  const [t, common, list] = await Promise.all([
    getTranslations('admin'),
    getTranslations('common'),
    adminGroupOrders(who, { state, search, page: pageNumber(query.page) }),
  ])
  return (
    <AdminFrame section="groups" title={t('groups.title')} aside={t('groups.count', { count: list.total })}>
      <form className="filters">
        <input
          className="input input--sm"
          type="search"
          name="q"
          defaultValue={search}
          aria-label={t('groups.search')}
          placeholder={t('groups.search')}
        />
        <select className="input input--sm" name="state" defaultValue={state ?? ''} aria-label={t('groups.state')}>
          <option value="">{t('groups.allStates')}</option>
          {GROUP_STATES.map((each) => (
            <option key={each} value={each}>
              {common(`groupStates.${each}`)}
            </option>
          ))}
        </select>
        <button className="btn btn--quiet btn--sm" type="submit">
          {t('filter')}
        </button>
      </form>
      {list.rows.length === 0 ? <Empty>{t('groups.none')}</Empty> : <Groups rows={list.rows} />}
      <Pager
        page={list.page}
        pages={list.pages}
        hrefOf={(page) => hrefWith(PATH, { state, q: search, page })}
        label={t('pages.label')}
        previous={t('pages.previous')}
        next={t('pages.next')}
        text={t('pages.text', { page: list.page, pages: list.pages })}
      />
    </AdminFrame>
  )
}

const MARKS: Partial<Record<string, string>> = {
  open: 'mark--leaf',
  confirmed: 'mark--butter',
  failed: 'mark--tomato',
  cancelled: 'mark--tomato',
}

async function Groups({ rows }: { rows: AdminGroupRow[] }) {
  const [t, common, f] = await Promise.all([getTranslations('admin'), getTranslations('common'), getFormats()])
  return (
    <TableRegion label={t('groups.title')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t('groups.group')}</th>
            <th scope="col">{t('groups.leader')}</th>
            <th scope="col">{t('groups.state')}</th>
            <th scope="col">{t('groups.cutoff')}</th>
            <th scope="col">{t('groups.pickup')}</th>
            <th scope="col" className="n">
              {t('groups.orders')}
            </th>
            <th scope="col" className="n">
              {t('groups.money')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((group) => (
            <tr key={group.id}>
              <th scope="row">
                <a href={`${PATH}/${group.id}`}>{f.text(group.title)}</a>
              </th>
              <td>{f.text(group.leader)}</td>
              <td>
                <span className={`mark ${MARKS[group.state] ?? ''}`}>{common(`groupStates.${group.state}`)}</span>{' '}
                {group.state === 'confirmed' && group.boughtAt && <span className="mark">{t('groups.bought')}</span>}
              </td>
              <td>{f.when(group.cutoffAt, group.timeZone)}</td>
              <td>{f.when(group.pickupFrom, group.timeZone)}</td>
              <td className="n">{f.number(group.orders)}</td>
              <td className="n">{f.money(group.totalMinor, group.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}
