import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { env } from '#lib/infra/env.ts'
import { type AuditRow, auditTrail } from '#lib/queries/admin-audit.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminFrame } from '../frame.tsx'
import { hrefWith, one, type Query } from '../query.ts'

const PATH = '/admin/audit'

/** What can be filtered by: the nouns before the dot of an action. */
const NOUNS = [
  'group_order',
  'order',
  'stock',
  'product',
  'supplier',
  'purchase_order',
  'station',
  'leader',
  'duty',
  'user',
  'operator',
  'payment',
  'dispute',
  'api_key',
] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('audit.title') }
}

export default async function AuditPage({ searchParams }: { searchParams: Query }) {
  const who = await pageAdmin(PATH, 'people')
  if (!who) return <NotAllowed />
  const query = await searchParams
  const asked = { action: one(query.action), type: one(query.type), subject: one(query.subject) }
  const [t, trail] = await Promise.all([
    getTranslations('admin.audit'),
    auditTrail(who, {
      action: asked.action,
      subjectType: asked.type,
      subjectId: asked.subject,
      before: one(query.before),
    }),
  ])
  return (
    <AdminFrame section="audit" title={t('title')} aside={t('about')}>
      <form className="filters">
        <select className="input input--sm" name="action" defaultValue={asked.action ?? ''} aria-label={t('action')}>
          <option value="">{t('allActions')}</option>
          {NOUNS.map((noun) => (
            <option key={noun} value={noun}>
              {t(`nouns.${noun}`)}
            </option>
          ))}
        </select>
        <button className="btn btn--quiet btn--sm" type="submit">
          {t('filter')}
        </button>
        {asked.subject && (
          <a className="chip chip--on" href={hrefWith(PATH, { action: asked.action })}>
            {t('onlySubject', { id: asked.subject.slice(-8) })}
          </a>
        )}
      </form>
      {trail.rows.length === 0 ? (
        <Empty>{t('none')}</Empty>
      ) : (
        <TableRegion label={t('title')}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{t('when')}</th>
                <th scope="col">{t('who')}</th>
                <th scope="col">{t('action')}</th>
                <th scope="col">{t('subject')}</th>
                <th scope="col">{t('data')}</th>
              </tr>
            </thead>
            <tbody>
              {trail.rows.map((row) => (
                <Entry key={row.id} row={row} />
              ))}
            </tbody>
          </table>
        </TableRegion>
      )}
      {trail.nextBefore && (
        <nav className="pager" aria-label={t('older')}>
          <a
            className="btn btn--quiet btn--sm"
            href={hrefWith(PATH, { ...asked, before: trail.nextBefore })}
            rel="next"
          >
            {t('older')}
          </a>
        </nav>
      )}
    </AdminFrame>
  )
}

async function Entry({ row }: { row: AuditRow }) {
  const [t, f] = await Promise.all([getTranslations('admin.audit'), getFormats()])
  const key = `actions.${row.action}`
  const role = `roles.${row.actorRole}`
  const type = `nouns.${row.subjectType}`
  const data = Object.entries(row.data)
  return (
    <tr>
      <th scope="row">{f.when(row.at, env.TIME_ZONE)}</th>
      <td>
        {t.has(role as 'roles.admin') ? t(role as 'roles.admin') : row.actorRole}{' '}
        <span className="muted">{row.actor}</span>
      </td>
      <td>{t.has(key as 'none') ? t(key as 'none') : row.action}</td>
      <td>
        <a href={hrefWith(PATH, { type: row.subjectType, subject: row.subjectId })}>
          {t.has(type as 'none') ? t(type as 'none') : row.subjectType}{' '}
          <span className="faint">{row.subjectId.slice(-8)}</span>
        </a>
      </td>
      <td className="wrapcell">
        {data.length > 0 && (
          <code className="auditdata">
            {data
              .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
              .join(' · ')}
          </code>
        )}
      </td>
    </tr>
  )
}
