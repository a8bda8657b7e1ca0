import { getTranslations } from 'next-intl/server'
import { JoinedCount, NextNumber } from '#components/group-order/progress.tsx'
import { Tile } from '#components/product/tile.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { type GroupView, joinedList } from '#lib/queries/group-page.ts'
import { durationText } from '#lib/web/duration.ts'
import { formsOf } from '#lib/web/forms-of.ts'

const FIRST = 5
const MOST = 500

/** The relay list: numbers, times and pictures; a name only where its owner shows one. */
export async function Joined({ group, all }: { group: GroupView; all: boolean }) {
  const t = await getTranslations('shop.group')
  const list = await joinedList(group.id, all ? MOST : FIRST)
  if (list.length === 0 && group.state !== 'open') return null
  const rows = await Promise.all(
    list.map(async (row) => ({ ...row, ago: await durationText(group.now.getTime() - row.at.getTime()) })),
  )
  return (
    <section className="section" id="joined" aria-labelledby="joined-title">
      <div className="section__head">
        <h2 id="joined-title">
          <JoinedCount forms={formsOf((count) => t('joined', { count }))} />
        </h2>
        {group.orders > FIRST && (
          <a href={all ? `/g/${group.slug}#joined` : `/g/${group.slug}?all=1#joined`}>
            {t(all ? 'seeFewer' : 'seeAll')}
            <Icon name="next" size={16} />
          </a>
        )}
      </div>
      <ol className="relay">
        {group.state === 'open' && (
          <li className="relay__me">
            <span className="relay__n">
              <NextNumber />
            </span>
            <span className="strong">{t('you')}</span>
          </li>
        )}
        {rows.map((row) => (
          <li key={row.number}>
            <span className="relay__n">#{row.number}</span>
            <span className="grow">
              <span className="strong">{row.nickname ?? t('neighbour')}</span>{' '}
              <span className="small muted">
                · {row.ago} · {t('items', { count: row.items })}
              </span>
            </span>
            <span className="thumbs">
              {row.tiles.map((tile) => (
                <Tile key={tile.key} src={tile.src} tile={tile.tile} size={32} />
              ))}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
