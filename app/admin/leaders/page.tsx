import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { env } from '#lib/infra/env.ts'
import { type AdminLeader, adminLeaders } from '#lib/queries/admin-people.ts'
import { getFormats } from '#lib/web/format.ts'
import { currentRoles, pageAdmin } from '#lib/web/session.ts'
import { AdminForm } from '../admin-form.tsx'
import { CommissionForm } from '../commission-form.tsx'
import { AdminFrame } from '../frame.tsx'
import { commission, decide } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('leaders.title') }
}

export default async function LeadersPage() {
  const who = await pageAdmin('/admin/leaders', 'people')
  if (!who) return <NotAllowed />
  const [t, leaders] = await Promise.all([getTranslations('admin.leaders'), adminLeaders(who)])
  const waiting = leaders.filter(({ state }) => state === 'applied')
  const others = leaders.filter(({ state }) => state !== 'applied')
  const tools = (
    <a className="btn btn--quiet btn--sm" href="/admin/people">
      {t('people')}
    </a>
  )
  return (
    <AdminFrame
      section="leaders"
      title={t('title')}
      aside={t('count', { count: others.length, waiting: waiting.length })}
      tools={tools}
    >
      {waiting.length > 0 && (
        <section className="adm__more" aria-label={t('applications')}>
          <h2>{t('applications')}</h2>
          <ul className="applications">
            {waiting.map((leader) => (
              <Application key={leader.id} leader={leader} />
            ))}
          </ul>
        </section>
      )}
      <div className="adm__more">
        <h2>{t('all')}</h2>
        <Leaders leaders={others} />
      </div>
    </AdminFrame>
  )
}

async function Application({ leader }: { leader: AdminLeader }) {
  const [t, f] = await Promise.all([getTranslations('admin.leaders'), getFormats()])
  return (
    <li className="panel panel--pad application">
      <div>
        <h3>{f.text(leader.name)}</h3>
        <p className="small muted">
          {f.text(leader.community)} · {leader.contact} · {f.when(leader.appliedAt, env.TIME_ZONE)}
        </p>
        {leader.about && <p className="application__about">{leader.about}</p>}
      </div>
      <div className="application__decide">
        <Decision leader={leader} decision="approve" isPrimary />
        <details>
          <summary className="btn btn--quiet btn--sm">{t('decisions.refuse')}</summary>
          <Decision leader={leader} decision="refuse" needsReason />
        </details>
      </div>
    </li>
  )
}

type DecisionProps = {
  leader: AdminLeader
  decision: 'approve' | 'refuse' | 'suspend' | 'restore'
  needsReason?: boolean
  isPrimary?: boolean
}

/** One decision about one leader; its button names whom it is about. */
async function Decision({ leader, decision, needsReason, isPrimary }: DecisionProps) {
  const [t, f] = await Promise.all([getTranslations('admin.leaders'), getFormats()])
  const label = t('decisionOf', { decision: t(`decisions.${decision}`), name: f.text(leader.name) })
  return (
    <AdminForm action={decide} className="stack">
      <input type="hidden" name="leaderId" value={leader.id} />
      {needsReason && <TextField name="reason" label={t('reason')} hint={t('reasonHint')} maxLength={300} />}
      <FormMessage />
      <Submit
        name="decision"
        value={decision}
        label={label}
        className={`btn btn--sm ${isPrimary ? 'btn--primary' : needsReason ? 'btn--danger' : 'btn--quiet'}`}
      >
        {t(`decisions.${decision}`)}
      </Submit>
    </AdminForm>
  )
}

/** A leader's own rate; whoever keeps the money may change it. */
async function Commission({ leader }: { leader: AdminLeader }) {
  const [t, f, { duties }] = await Promise.all([getTranslations('earnings.admin'), getFormats(), currentRoles()])
  const now = leader.commissionBps === null ? t('usual') : f.rate(leader.commissionBps)
  if (!duties.includes('money')) return now
  return (
    <CommissionForm
      action={commission}
      of={{ leaderId: leader.id }}
      name={f.text(leader.name)}
      shown={now}
      bps={leader.commissionBps}
      hint={t('rateHint')}
    />
  )
}

const MARKS = { approved: 'mark--leaf', refused: '', suspended: 'mark--tomato', applied: 'mark--butter' } as const

async function Leaders({ leaders }: { leaders: AdminLeader[] }) {
  const [t, pay, f] = await Promise.all([
    getTranslations('admin.leaders'),
    getTranslations('earnings.admin'),
    getFormats(),
  ])
  if (leaders.length === 0) return <p className="muted">{t('none')}</p>
  return (
    <TableRegion label={t('all')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('community')}</th>
            <th scope="col">{t('contact')}</th>
            <th scope="col">{t('state')}</th>
            <th scope="col" className="n">
              {t('groups')}
            </th>
            <th scope="col" className="n">
              {t('openGroups')}
            </th>
            <th scope="col">{pay('commission')}</th>
            <th scope="col">
              <span className="sr">{t('decide')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {leaders.map((leader) => (
            <tr key={leader.id}>
              <th scope="row">{f.text(leader.name)}</th>
              <td>{f.text(leader.community)}</td>
              <td>{leader.contact}</td>
              <td className="wrapcell">
                <span className={`mark ${MARKS[leader.state]}`}>{t(`states.${leader.state}`)}</span>{' '}
                {leader.disabled && <span className="mark mark--tomato">{t('disabled')}</span>} {leader.reason}
              </td>
              <td className="n">{f.number(leader.groups)}</td>
              <td className="n">{f.number(leader.openGroups)}</td>
              <td>
                <Commission leader={leader} />
              </td>
              <td>
                {leader.state === 'approved' && (
                  <details>
                    <summary className="btn btn--sm adj">{t('decisions.suspend')}</summary>
                    <Decision leader={leader} decision="suspend" needsReason />
                  </details>
                )}
                {leader.state === 'suspended' && <Decision leader={leader} decision="restore" />}
                {leader.state === 'refused' && <Decision leader={leader} decision="approve" />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}
