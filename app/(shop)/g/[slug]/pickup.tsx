import { getTranslations } from 'next-intl/server'
import { Door } from '#components/station/door.tsx'
import { Icon, type IconName } from '#components/ui/icon.tsx'
import type { GroupView } from '#lib/queries/group-page.ts'
import { getFormats } from '#lib/web/format.ts'

/** The stations that serve the group, and the pickup window in their own time. */
export async function Pickup({ group }: { group: GroupView }) {
  const t = await getTranslations('shop.group')
  const f = await getFormats()
  return (
    <section className="section" aria-labelledby="where">
      <h2 id="where" className="mb-3">
        {t('where')}
      </h2>
      <div className="panel">
        {group.stations.map((station, index) => (
          <div key={station.id} className={`row panel--pad ${index ? 'border-t border-line' : ''}`}>
            <Door colour={station.door} />
            <span className="grow">
              <b className="strong block">{f.text(station.name)}</b>
              <span className="small muted block">{f.text(station.address)}</span>
              {f.text(station.hours) && <span className="small muted block">{f.text(station.hours)}</span>}
            </span>
          </div>
        ))}
        <div className="row panel--pad items-start border-t border-line">
          <Icon name="calendar" size={24} />
          <span>
            <b className="strong num block">{f.window(group.pickupFrom, group.pickupUntil, group.timeZone)}</b>
            <span className="small muted">{f.zone(group.pickupFrom, group.timeZone)}</span>
          </span>
        </div>
      </div>
    </section>
  )
}

/** What holds for everybody who joins: said before, not after. */
export async function BeforeYouJoin({
  minimumOrders,
  isNoLoss,
  hasTiers,
}: {
  minimumOrders: number
  isNoLoss: boolean
  hasTiers: boolean
}) {
  const t = await getTranslations('shop.group')
  const points: [IconName, string][] = [
    ['wallet', t('payAtPickup')],
    ['pencil', t('changeUntil')],
    ...(minimumOrders > 1 ? [['people', t('minimum', { minimum: minimumOrders })] as [IconName, string]] : []),
    ...(isNoLoss ? [['truck', t('noLoss')] as [IconName, string]] : []),
    ...(hasTiers ? [['tag', t('everyonePays')] as [IconName, string]] : []),
  ]
  return (
    <section className="section" aria-labelledby="before">
      <h2 id="before" className="mb-2">
        {t('before')}
      </h2>
      <ul className="stack">
        {points.map(([icon, text]) => (
          <li className="row items-start" key={icon}>
            <span className="flex-none pt-0.5 text-leaf">
              <Icon name={icon} />
            </span>
            <span className="muted">{text}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
