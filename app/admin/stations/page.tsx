import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { adminStations } from '#lib/queries/admin-stations.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminFrame } from '../frame.tsx'

const PATH = '/admin/stations'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('stations.title') }
}

export default async function StationsPage() {
  const who = await pageAdmin(PATH, 'people')
  if (!who) return <NotAllowed />
  const [t, f, stations] = await Promise.all([getTranslations('admin.stations'), getFormats(), adminStations(who)])
  const tools = (
    <a className="btn btn--primary btn--sm" href={`${PATH}/new`}>
      {t('new')}
    </a>
  )
  return (
    <AdminFrame section="stations" title={t('title')} aside={t('count', { count: stations.length })} tools={tools}>
      {stations.length === 0 ? (
        <Empty>{t('none')}</Empty>
      ) : (
        <TableRegion label={t('title')}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{t('name')}</th>
                <th scope="col">{t('address')}</th>
                <th scope="col">{t('hours')}</th>
                <th scope="col" className="n">
                  {t('waiting')}
                </th>
                <th scope="col" className="n">
                  {t('capacity')}
                </th>
                <th scope="col" className="n">
                  {t('keepers')}
                </th>
              </tr>
            </thead>
            <tbody>
              {stations.map((station) => (
                <tr key={station.id}>
                  <th scope="row">
                    <a href={`${PATH}/${station.id}`}>{f.text(station.name)}</a>{' '}
                    {!station.active && <span className="mark">{t('inactive')}</span>}
                  </th>
                  <td>{f.text(station.address)}</td>
                  <td>{f.text(station.hours)}</td>
                  <td className="n">{f.number(station.waiting)}</td>
                  <td className="n">{station.capacity === null ? t('unlimited') : f.number(station.capacity)}</td>
                  <td className="n">
                    {station.keepers === 0 ? (
                      <span className="mark mark--butter">{t('noKeeper')}</span>
                    ) : (
                      f.number(station.keepers)
                    )}
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
