import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import NotHere from '#app/not-here.tsx'
import { PaysItsWay } from '#app/pays-its-way.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { type AdminGroup, adminGroupOrder } from '#lib/queries/admin-group-orders.ts'
import { adminStanding } from '#lib/queries/standing.ts'
import type { AdvanceStep } from '#lib/usecases/group-order/advance.ts'
import { getFormats } from '#lib/web/format.ts'
import { currentRoles } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { AdminForm } from '../../admin-form.tsx'
import { AdminFrame } from '../../frame.tsx'
import { pageAnyAdmin } from '../../gate.ts'
import { advance } from '../actions.ts'
import { Commissions } from './commissions.tsx'

const TAKES_ORDERS: ReadonlySet<string> = new Set(['scheduled', 'open'])

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('group.title') }
}

export default async function GroupOrderPage({ params }: Props) {
  const { id } = await params
  const who = await pageAnyAdmin(`/admin/group-orders/${id}`)
  if (!who) return <NotAllowed />
  const group = await adminGroupOrder(who, id)
  if (!group) {
    setStatus(404)
    return <NotHere />
  }
  const [t, common, f, standing, { duties }] = await Promise.all([
    getTranslations('admin'),
    getTranslations('common'),
    getFormats(),
    adminStanding(who, id),
    currentRoles(),
  ])
  return (
    <AdminFrame
      section="groups"
      title={f.text(group.title)}
      aside={
        <>
          <span className="mark">{common(`groupStates.${group.effective}`)}</span> {f.text(group.leader)}
        </>
      }
      tools={<Tools group={group} isStock={duties.includes('stock')} isPeople={duties.includes('people')} />}
      back={{ href: '/admin/group-orders', label: t('groups.title') }}
    >
      <dl className="figures panel panel--pad figures--adm">
        <div>
          <dt>{t('groups.orders')}</dt>
          <dd>
            {f.number(group.orders)} <small>{t('group.ofMinimum', { minimum: group.minimumOrders })}</small>
          </dd>
        </div>
        <div>
          <dt>{t('groups.money')}</dt>
          <dd>{f.money(group.totalMinor, group.currency)}</dd>
        </div>
        <div>
          <dt>{t('group.collected')}</dt>
          <dd>{f.number(group.collected)}</dd>
        </div>
        <div>
          <dt>{t('groups.cutoff')}</dt>
          <dd className="figures__when">{f.when(group.cutoffAt, group.timeZone)}</dd>
        </div>
        <div>
          <dt>{t('groups.pickup')}</dt>
          <dd className="figures__when">{f.window(group.pickupFrom, group.pickupUntil, group.timeZone)}</dd>
        </div>
      </dl>
      {standing && !['draft', 'scheduled', 'failed', 'cancelled'].includes(group.effective) && (
        <PaysItsWay
          standing={standing}
          isNoLoss={group.isNoLoss}
          isRunning={group.effective === 'open'}
          currency={group.currency}
        />
      )}
      {group.cancelReason && group.state === 'cancelled' && (
        <p className="notice notice--tomato">{t('group.cancelled', { reason: group.cancelReason })}</p>
      )}
      <Steps group={group} mayStep={duties.includes('stock')} />
      <Stations group={group} />
      <Commissions userId={who.userId} groupOrderId={group.id} mayChange={TAKES_ORDERS.has(group.effective)} />
    </AdminFrame>
  )
}

function toolsOf(group: AdminGroup, isStock: boolean, isPeople: boolean) {
  const base = `/admin/group-orders/${group.id}`
  return [
    { href: `/g/${group.slug}`, key: 'shopPage', show: group.state !== 'draft' },
    { href: `/leader/group-orders/${group.id}`, key: 'leaderTools', show: isPeople },
    { href: `${base}/purchase-list`, key: 'purchaseList', show: isStock },
    { href: `${base}/pick-lists`, key: 'pickLists', show: isStock },
  ] as const
}

async function Tools({ group, isStock, isPeople }: { group: AdminGroup; isStock: boolean; isPeople: boolean }) {
  const t = await getTranslations('admin.group')
  return (
    <>
      {toolsOf(group, isStock, isPeople)
        .filter(({ show }) => show)
        .map(({ href, key }) => (
          <a key={key} className="btn btn--quiet btn--sm" href={href}>
            {t(key)}
          </a>
        ))}
    </>
  )
}

const STEP_OF: Partial<Record<string, AdvanceStep[]>> = { confirmed: ['buy', 'receive'], received: ['dispatch'] }
const REACHED = ['confirmed', 'bought', 'received', 'dispatched', 'arrived', 'completed'] as const

/** Where the goods are, and the next thing to say about them. */
async function Steps({ group, mayStep }: { group: AdminGroup; mayStep: boolean }) {
  const t = await getTranslations('admin.group')
  const steps = (STEP_OF[group.state] ?? []).filter((step) => step !== 'buy' || !group.boughtAt)
  const at = group.state === 'confirmed' && group.boughtAt ? 'bought' : group.state
  const reached = (REACHED as readonly string[]).indexOf(at)
  const isOnItsWay = reached >= 0 || group.state === 'settled'
  if (!isOnItsWay) return <p className="notice">{t(`waits.${group.effective}` as 'waits.open')}</p>
  return (
    <section className="panel panel--pad gsteps" aria-label={t('steps')}>
      <ol>
        {REACHED.map((step, index) => (
          <li key={step} className={index <= reached || group.state === 'settled' ? 'is-done' : ''}>
            {(index <= reached || group.state === 'settled') && <Icon name="check" size={16} />}
            {t(`reached.${step}`)}
          </li>
        ))}
      </ol>
      {mayStep && steps.length > 0 && (
        <AdminForm action={advance} className="gsteps__form" label={t('steps')}>
          <input type="hidden" name="groupOrderId" value={group.id} />
          {steps.map((step, index) => (
            <Submit
              key={step}
              name="step"
              value={step}
              className={`btn btn--sm ${index === 0 ? 'btn--primary' : 'btn--quiet'}`}
            >
              {t(`do.${step}`)}
            </Submit>
          ))}
          <FormMessage />
        </AdminForm>
      )}
    </section>
  )
}

async function Stations({ group }: { group: AdminGroup }) {
  const [t, f] = await Promise.all([getTranslations('admin.group'), getFormats()])
  return (
    <TableRegion label={t('stations')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t('station')}</th>
            <th scope="col">{t('arrived')}</th>
            <th scope="col" className="n">
              {t('orders')}
            </th>
          </tr>
        </thead>
        <tbody>
          {group.stations.map((station) => (
            <tr key={station.id}>
              <th scope="row">{f.text(station.name)}</th>
              <td>{station.arrivedAt ? f.when(station.arrivedAt, group.timeZone) : t('notYet')}</td>
              <td className="n">{f.number(station.orders)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}
