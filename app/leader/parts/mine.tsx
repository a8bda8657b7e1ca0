import { Tile } from '#components/product/tile.tsx'
import type { LeaderDesk } from '#lib/queries/leader-desk.ts'
import { getView } from '../view.ts'

/** The leader's groups, the most urgent first. */
export async function Mine({ desk, currentId }: { desk: LeaderDesk; currentId: string | undefined }) {
  const { t, f, deskLine } = await getView()
  return (
    <section className="groups" aria-labelledby="mine">
      <div className="groups__head between">
        <h2 id="mine">{t('desk.mine')}</h2>
        <span className="small muted num">{f.number(desk.groups.length)}</span>
      </div>
      <ul>
        {desk.groups.map((group) => {
          const line = deskLine(group, desk.now)
          return (
            <li key={group.id}>
              <a className="mine" href={`/leader?group=${group.id}`} aria-current={group.id === currentId || undefined}>
                <span className="thumbs">
                  {group.tiles.map((tile) => (
                    <Tile key={tile.src ?? tile.tile} {...tile} size={32} />
                  ))}
                </span>
                <span className="grow">
                  <span className="strong mine__t">{f.text(group.title)}</span>
                  <span className={`small num ${line.isUrgent ? 'count--urgent strong' : 'muted'}`}>{line.text}</span>
                </span>
              </a>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
